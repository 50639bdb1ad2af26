"""The values of the parts of an entry: functions from a paper, and its entry in a list, to a neutral tree."""

from __future__ import annotations

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Span, Text, join_inline
from sphinxext_pubs.render.entry_people import NameList
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.entry_views import CitingView
from sphinxext_pubs.render.tree import (
    BAR,
    BOX,
    COMMA,
    ButtonRow,
    Fold,
    Link,
    Node,
    Passage,
    Run,
    Tree,
    join_trees,
    run,
)


def _people(names: NameList, entry: EntryView) -> Tree:
    between = BAR if entry.options.layout.bar else ", "
    nodes: list[Node] = []
    for person in (*names.people, *run("pubs-others", names.others)):
        nodes += (between, person)
    if names.role:
        nodes += (" ", Run("pubs-role", (f"({names.role})",)))
    return tuple(nodes[1:])


def buttons(_: Publication, entry: EntryView) -> Tree:
    """Return the row of buttons."""
    return (ButtonRow(entry.buttons, entry.title_id),) if entry.buttons else ()


def title(_: Publication, entry: EntryView) -> Tree:
    """Return the title, linked."""
    if not entry.title:
        return ()
    link = Link((entry.title,), entry.title_href, address=entry.address)
    return (Passage("pubs-title", (link,), id=entry.title_id, language=entry.language, is_strong=True),)


def authors(_: Publication, entry: EntryView) -> Tree:
    """Return the authors, or the editors of a work without authors."""
    return run("pubs-authors", _people(entry.author_names, entry))


def editors(_: Publication, entry: EntryView) -> Tree:
    """Return the editors of a work with authors."""
    return run("pubs-editors", _people(entry.editor_names, entry))


def contribution(paper: Publication, entry: EntryView) -> Tree:
    """Return the legend of the signs; without names only in a column of its own."""
    if not paper.custom or not (entry.authors or "contribution" in entry.options.column_names):
        return ()
    meanings = [(Span("sup", (sign,)), f" {label}") for sign, label in entry.legend]
    parts = [part for meaning in meanings for part in ("; ", *meaning)]
    return run("pubs-legend", Text(join_inline(parts[1:])))


def acronym(_: Publication, entry: EntryView) -> Tree:
    """Return the acronym of the venue."""
    return (entry.acronym,) if entry.acronym else ()


def venue(_: Publication, entry: EntryView) -> Tree:
    """Return where the work appeared, linked to the page of the venue."""
    line: Tree = (Link((entry.venue,), entry.venue_href),) if entry.venue_href else (entry.venue,)
    return run("pubs-venue", line) if entry.venue else ()


def awards(paper: Publication, entry: EntryView) -> Tree:
    """Return the awards."""
    if not paper.award:
        return ()
    return join_trees((run("pubs-award", award) for award in entry.awards), BOX)


def keywords(_: Publication, entry: EntryView) -> Tree:
    """Return the keywords."""
    return run("pubs-keywords", join_trees((run("pubs-keyword", word) for word in entry.keywords), COMMA))


def year(_: Publication, entry: EntryView) -> Tree:
    """Return the year, or the whole date among the details of the venue."""
    is_whole = bool(entry.month) and "details" in entry.options.parts and not entry.columns
    return run("pubs-year", entry.date if entry.year and is_whole else entry.year)


def members(_: Publication, entry: EntryView) -> Tree:
    """Return the other members of a set."""
    return run("pubs-members", join_trees((run("pubs-member", text) for text in entry.members), " "))


def reference(_: Publication, entry: EntryView) -> Tree:
    """Return the full reference."""
    if not entry.reference:
        return ()
    identifier = "" if entry.title else entry.title_id
    return (Passage("pubs-full", (entry.reference,), id=identifier),)


def citing_pages(_: Publication, entry: EntryView) -> Tree:
    """Return the pages that cite the paper."""
    return run("pubs-cited-by", join_trees(map(_citing_page, entry.cited_by), ", "))


def _citing_page(page: CitingView) -> Tree:
    places = [(Link((place.label,), place.href, css="pubs-place", is_internal=True),) for place in page.more]
    return join_trees([(Link((page.title,), page.href, is_internal=True),), *places], " ")


def cited_by(paper: Publication, entry: EntryView) -> Tree:
    """Return the pages that cite the paper, after the words for it."""
    pages = citing_pages(paper, entry) if entry.cited_by else ()
    return tuple(
        Run(node.css, (entry.cited_in, " ", *node.content)) for node in pages if isinstance(node, Run)
    )


def abstract(_: Publication, entry: EntryView) -> Tree:
    """Return the abstract, folded."""
    if not entry.abstract:
        return ()
    summary = entry.options.translate("Abstract")
    fold = Fold(
        "pubs-abstract",
        entry.abstract,
        summary=summary,
        id=entry.abstract_id,
        language=entry.language,
    )
    return (fold,)


def bibtex(_: Publication, entry: EntryView) -> Tree:
    """Return the BibTeX, folded."""
    if not entry.bibtex:
        return ()
    summary = entry.options.translate("BibTeX")
    content = Text((entry.bibtex,))
    return (Fold("pubs-bibtex", content, summary=summary, id=entry.bibtex_id, code="bibtex"),)
