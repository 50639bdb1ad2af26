"""The LaTeX commands of this package: links in titles, and the pages of citations."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes

from sphinxext_pubs.extension.nodes import pubs_pages

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.builders.latex import LaTeXBuilder
    from sphinx.writers.latex import LaTeXTranslator


# Chapter headings of fncychap and running heads change the case of everything that they contain. They do not
# change a number, and they do not expand a protected command.
_DEFINITIONS = r"""
% A citation in a title: its number and its text. It is a link once its target is defined, which is before the
% title, but not in contents, where it would be a link in a link.
\protected\def\pubstitlelink#1#2{%
  \ifcsname pubstitlelink#1\endcsname\csname pubstitlelink#1\endcsname{#2}\else#2\fi}
\pdfstringdefDisableCommands{\def\pubstitlelink#1#2{#2}}
% The distinct pages of labels, in order: text before and after one page, before and after several, labels.
\makeatletter
\def\pubs@rest#1\relax{}
\protected\def\pubs@sort#1#2{%
  \ifnum\@tempcnta<#1 \edef\pubs@pages{\pubs@pages\pubs@new}\let\pubs@new\@empty\fi
  \edef\pubs@pages{\pubs@pages\pubs@put{#1}{#2}}}
\protected\def\pubs@print#1#2{\pubs@comma\def\pubs@comma{, }\hyperref[{#2}]{\pageref*{#2}}}
\protected\def\pubspages#1#2#3#4#5{\begingroup
  \count@\z@\let\pubs@pages\@empty\let\pubs@comma\@empty\let\pubs@put\pubs@sort
  \@tfor\pubs@label:=#5\do{%
    \edef\pubs@page{\getpagerefnumber{\pubs@label}}%
    \ifcsname pubs@page@\pubs@page\endcsname\else
      \expandafter\let\csname pubs@page@\pubs@page\endcsname\relax
      \advance\count@\@ne
      \afterassignment\pubs@rest\@tempcnta=0\pubs@page\relax % roman numbers of pages are 0 here
      \edef\pubs@new{\pubs@put{\the\@tempcnta}{\pubs@label}}%
      \let\pubs@old\pubs@pages\let\pubs@pages\@empty\pubs@old
      \edef\pubs@pages{\pubs@pages\pubs@new}%
    \fi}%
  \let\pubs@put\pubs@print
  \ifnum\count@>\@ne#3\pubs@pages#4\else#1\pubs@pages#2\fi
  \endgroup}
\makeatother
"""


def use_macros(builder: Builder, document: nodes.document) -> None:
    """Write what the commands write in a document; if it has any, define them in the preamble."""
    if _link_titles(document) or next(document.findall(pubs_pages), None) is not None:
        context = cast("LaTeXBuilder", builder).context
        preamble = str(context["preamble"])
        if _DEFINITIONS not in preamble:  # another document of the builder may have them
            context["preamble"] = preamble + _DEFINITIONS


def _link_titles(document: nodes.document) -> bool:
    """Write the citations in headings as commands that no heading breaks; True if there are any."""
    links = [link for title in _headings(document) for link in list(title.findall(nodes.reference))]
    citations = [
        link for link in links if any("paper" in node["classes"] for node in link.findall(nodes.inline))
    ]
    for number, link in enumerate(citations, 1):
        _define_before_heading(link, number)
        content = [_raw(f"\\pubstitlelink{{{number}}}{{"), *link.children, _raw("}")]
        link.parent.replace(link, nodes.inline("", "", *content))
    return bool(citations)


def _headings(document: nodes.document) -> list[nodes.Element]:
    """Return the headings of a document except the first, its title, which Sphinx writes as text."""
    titles = [title for title in document.findall(nodes.title) if isinstance(title.parent, nodes.section)]
    return [*titles[1:], *document.findall(nodes.rubric)]


def _define_before_heading(link: nodes.reference, number: int) -> None:
    """Insert the definition of the target of a citation, and its id, before the heading that contains it."""
    heading: nodes.Element = link
    while not isinstance(heading, nodes.section | nodes.rubric):
        heading = heading.parent
    target = link.deepcopy()
    target[:], target["ids"] = [_raw("#1")], []
    start = f"\\expandafter\\gdef\\csname pubstitlelink{number}\\endcsname#1{{"
    anchor = nodes.target("", "", ids=link["ids"])
    definition = nodes.inline("", "", anchor, _raw(start), target, _raw("}%\n"))
    place = heading.parent.index(heading)
    while place and isinstance(heading.parent[place - 1], nodes.target):
        place -= 1  # Sphinx writes the labels of a heading with it if nothing is between
    heading.parent.insert(place, definition)


def _raw(code: str) -> nodes.raw:
    return nodes.raw("", code, format="latex")


def write_pages(translator: LaTeXTranslator, node: pubs_pages) -> None:
    """Write the command for the pages of citations."""
    texts = "".join(f"{{{translator.escape(text)}}}" for text in node["texts"])
    labels = "".join(f"{{{translator.idescape(label)}}}" for label in node["labels"])
    translator.body.append(f"\\pubspages{texts}{{{labels}}}")
