"""The view of an entry: the values that parts and templates use, with safe values only.

Values of parts that a list does not show are empty in the view, so a template only tests for a value.
Every URL is checked by :func:`~sphinxext_pubs.model.links.safe_url`, and every text is limited in depth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import TITLE_LANGUAGE, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Text, has_span, text_of
from sphinxext_pubs.model.slugs import key_slug
from sphinxext_pubs.model.statuses import term_of
from sphinxext_pubs.notation.l10n import date_label, month_label, year_label
from sphinxext_pubs.render.buttons import buttons_of, safe_href, shown_picture, shows_button
from sphinxext_pubs.render.contributors import editors_in_words
from sphinxext_pubs.render.entry_display import Column, EntryOptions
from sphinxext_pubs.render.entry_people import NameList, authors_of, editors_of, legend_of
from sphinxext_pubs.render.entry_views import AcronymView, AuthorView, Button, CitingView
from sphinxext_pubs.render.localized import localized
from sphinxext_pubs.render.published import public_bibtex
from sphinxext_pubs.render.references import reference_sentences
from sphinxext_pubs.render.safe_text import safe_text
from sphinxext_pubs.render.venue_line import venue_texts
from sphinxext_pubs.render.venue_pieces import capitalized, join_with_commas

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")

Value = TypeVar("Value")


def entry_id(key: str) -> str:
    """Return the id of an entry: ``pub-<slug>``."""
    return "pub-" + key_slug(key)


def scoped_id(key: str, scope: str) -> str:
    """Return the id of an entry in a list of what a section or an object cites."""
    return f"{entry_id(key)}_{scope}"


class Variable(Generic[Value]):
    """A variable of templates: an attribute that is computed on first use; its docstring is its help."""

    def __init__(self, compute: Callable[[EntryView], Value]) -> None:
        self.compute, self.name, self.__doc__ = compute, compute.__name__, compute.__doc__

    @overload
    def __get__(self, view: None, owner: type) -> Variable[Value]: ...

    @overload
    def __get__(self, view: EntryView, owner: type) -> Value: ...

    def __get__(self, view: EntryView | None, owner: type) -> Variable[Value] | Value:
        """Return the value, which replaces this descriptor in the view."""
        if view is None:
            return self
        value = view.__dict__[self.name] = self.compute(view)
        return value


class Helper(Variable[Value]):
    """A value that other variables need."""


class EntryView:
    """An entry for display: the ``entry`` of every template, and what the functions of parts use.

    ``paper`` is the publication, ``options`` are the display options of its list.
    ``occurrence`` counts the occurrences of the paper in one output file: only the first has the id,
    and the ids inside later ones are numbered; an entry with 0 has none. One in a list with a ``scope`` has
    another id in any case. ``page`` is the URL of the paper's page, ``reference`` the reference in the style
    of the list, ``members`` the references of the other members of a set, ``exported`` the papers of its
    BibTeX if it is not that of ``paper``, ``cited_by`` the pages that cite it, ``people_hrefs`` the URLs of
    the pages of its authors (empty for none), ``venue_href`` that of its venue.
    """

    def __init__(
        self,
        paper: Publication,
        options: EntryOptions,
        *,
        number: str = "",
        occurrence: int = 1,
        scope: str = "",
        page: str = "",
        reference: Text = EMPTY,
        members: tuple[Text, ...] = (),
        exported: tuple[Publication, ...] = (),
        cited_by: tuple[CitingView, ...] = (),
        people_hrefs: Sequence[str] = (),
        venue_href: str = "",
    ) -> None:
        self.paper, self.options = localized(paper, options.language, options.translate), options
        self._number, self._occurrence, self._page = number, occurrence, page
        self._scoped_id = scoped_id(paper.key, scope) if scope else ""
        self._reference, self._members, self._cited_by = reference, members, cited_by
        self._exported = exported or (self.paper,)
        self._people_hrefs, self._venue_href = people_hrefs, venue_href

    @classmethod
    def variables(cls) -> Iterator[tuple[str, str]]:
        """Yield the variables of templates: the name and the help of each."""
        for name, variable in vars(cls).items():
            if isinstance(variable, Variable) and not isinstance(variable, Helper):
                yield name, variable.__doc__ or ""

    def text(self, text: Text) -> Text:
        """Return a text from the data as safe rich text; its bare URLs are links."""
        return safe_text(text, self.options.schemes, bare=True)

    def _shown(self, part: str, text: Text) -> Text:
        return self.text(text) if part in self.options.parts else EMPTY

    @property
    def _base(self) -> str:
        """The beginning of ids in the entry. A slug never contains "_", so it is not another entry's."""
        if self._scoped_id:
            return self._scoped_id
        return self.id if self._occurrence == 1 else f"{self.id}_{self._occurrence}"

    @Variable
    def key(self) -> str:
        """The citation key, as written."""
        return self.paper.key

    @Variable
    def layout(self) -> str:
        """The name of the layout."""
        return self.options.layout.name

    @Variable
    def type(self) -> str:
        """The CSL type, such as ``paper-conference``."""
        return self.paper.type

    @Variable
    def id(self) -> str:
        """The id of the entry, ``pub-<slug>``."""
        return entry_id(self.paper.key)

    @Variable
    def anchor(self) -> str:
        """The id if this occurrence has it: only the first in a file does."""
        return self.id if self._occurrence == 1 else self._scoped_id

    @property
    def anchors(self) -> tuple[str, ...]:
        """All ids of the entry as a whole."""
        return tuple(dict.fromkeys(filter(None, (self.anchor, self._scoped_id))))

    @Variable
    def title_id(self) -> str:
        """The id of the title, which describes the buttons."""
        has_title = self._occurrence and {"title", "reference"} & self.options.parts
        if not has_title:
            return ""
        is_first = self._occurrence == 1 and self._scoped_id
        return self._scoped_id if is_first else self._base + "_title"

    @Variable
    def abstract_id(self) -> str:
        """The id in the fold of the abstract."""
        return self._base + "_abs" if self.abstract else ""

    @Variable
    def bibtex_id(self) -> str:
        """The id in the fold of the BibTeX."""
        return self._base + "_bib" if self.bibtex else ""

    @Variable
    def columns(self) -> tuple[Column, ...]:
        """The columns of a table, each with ``name`` and ``label``."""
        return self.options.columns

    @Variable
    def home(self) -> str:
        """The name of the column for all parts without a column."""
        return self.options.home

    @Variable
    def number(self) -> str:
        """The number in a numbered list."""
        return self._number if "number" in self.options.parts else ""

    @Variable
    def picture(self) -> str:
        """The URL of the picture, a file of the project."""
        picture = shown_picture(self.paper, self.options)
        return self.options.pictures[picture.target] if picture else ""

    @Variable
    def buttons(self) -> tuple[Button, ...]:
        """The buttons in order, each with ``rel``, ``label``, ``href``, ``css``."""
        folds = {"bib": self.bibtex_id, "abs": self.abstract_id}
        buttons = buttons_of(
            self.paper, self.options, {rel: identifier for rel, identifier in folds.items() if identifier}
        )
        if self.paper.arxiv and "arxiv" not in self.options.requested and has_span(self.venue, "link"):
            return tuple(button for button in buttons if button.rel != "arxiv")  # the venue is the same link
        return buttons

    @Variable
    def citation(self) -> str:
        """The reference as plain text, copied by the button ``cite``."""
        if not shows_button("cite", self.options):
            return ""
        options = self.options
        cited = Cited(self.paper, translate=options.translate, language=options.language)
        venue = None if "editors" in options.parts else self.venue_texts
        reference = plain_text(reference_sentences(cited, venue=venue))
        return " ".join(filter(None, (reference, self.public_href)))

    @Variable
    def title(self) -> Text:
        """The title, as rich text without links."""
        if "title" not in self.options.parts:
            return EMPTY
        if not self.paper.title:
            return text_of(self.options.translate("Untitled"))
        return safe_text(self.paper.title, ())

    @Variable
    def title_href(self) -> str:
        """The link target of the title."""
        return (self._page or self.public_href) if "title" in self.options.parts else ""

    @Variable
    def address(self) -> str:
        """The DOI or URL for print, if the title links to the paper's page."""
        return self.public_href if self._page and "title" in self.options.parts else ""

    @Helper
    def public_href(self) -> str:
        """Return the DOI or URL of the paper."""
        paper = self.paper
        return (paper.doi and links.doi_url(paper.doi)) or safe_href(paper.url, self.options)

    @Helper
    def author_names(self) -> NameList:
        """Return the authors, with the words for others and their role."""
        return authors_of(self.paper, self.options, self._people_hrefs)

    @Variable
    def authors(self) -> tuple[AuthorView, ...]:
        """The authors, or the editors of a work without authors."""
        return self.author_names.people

    @Variable
    def others(self) -> str:
        """``et al.`` if the list of authors ends in *and others*."""
        return self.author_names.others

    @Variable
    def role(self) -> str:
        """``ed.`` or ``eds.`` if ``authors`` are editors."""
        return self.author_names.role

    @Variable
    def legend(self) -> tuple[tuple[str, str], ...]:
        """The meanings of signs: pairs of a sign and a label."""
        return legend_of(self.paper, self.options)

    @Helper
    def editor_names(self) -> NameList:
        """Return the editors of a work with authors."""
        return editors_of(self.paper, self.options)

    @Variable
    def editors(self) -> tuple[AuthorView, ...]:
        """The editors of a work with authors."""
        return self.editor_names.people

    @Variable
    def editors_role(self) -> str:
        """``ed.`` or ``eds.`` if there are ``editors``."""
        return self.editor_names.role

    @Variable
    def year(self) -> str:
        """The year, as a short label."""
        issued, options = self.paper.issued, self.options
        is_shown = issued and "year" in options.parts
        return year_label(issued, options.language, options.translate) if issued and is_shown else ""

    @Variable
    def date(self) -> str:
        """The full date, as a label."""
        issued, options = self.paper.issued, self.options
        return date_label(issued, options.language, options.translate) if issued else ""

    @Variable
    def month(self) -> str:
        """The month and the day in words, if the date has them."""
        issued, options = self.paper.issued, self.options
        return month_label(issued, options.language, options.translate) if issued else ""

    @Variable
    def acronym(self) -> AcronymView | None:
        """The acronym of its venue, with ``label``, ``href``, ``css``; or None."""
        options = self.options
        venue = options.venue(self.paper) if options.venue and "acronym" in options.parts else None
        if venue is None or not venue.acronym:
            return None
        known = venue.known
        css = f"pubs-acronym pubs-acronym-{known.id}" if known and known.color else "pubs-acronym"
        return AcronymView(venue.acronym, self._venue_href or (known.url if known else ""), css)

    @Variable
    def venue(self) -> Text:
        """The venue line, as rich text."""
        if "venue" not in self.options.parts:
            return EMPTY
        schemes = () if self._venue_href else self.options.schemes
        return safe_text(self.venue_texts[0], schemes)

    @Helper
    def venue_texts(self) -> tuple[Text, Text]:
        """Return the venue line and its details, which do not repeat the part ``editors``."""
        without = (editors_in_words,) if "editors" in self.options.parts else ()
        return venue_texts(self.paper, self.options.translate, without=without)

    @Variable
    def venue_href(self) -> str:
        """The page of the venue, or empty. With a page, ``venue`` has no links."""
        return self._venue_href if self.venue or self.acronym else ""

    @Variable
    def details(self) -> Text:
        """Further details of the venue, as rich text."""
        if "details" not in self.options.parts:
            return EMPTY
        options, details = self.options, self.venue_texts[1]
        if self.month and "year" not in options.parts:
            details = join_with_commas((details, text_of(self.month)))
        if not self.venue:
            details = capitalized(details)
        return safe_text(details, options.schemes)

    @Variable
    def awards(self) -> tuple[Text, ...]:
        """The awards, each as rich text."""
        return tuple(map(self.text, self.paper.award)) if "award" in self.options.parts else ()

    @Variable
    def status(self) -> str:
        """The publication status, in the reader's language."""
        paper, options = self.paper, self.options
        if not paper.status or "status" not in options.parts:
            return ""
        literal = paper.issued.literal if paper.issued and "year" in options.parts else ""
        if literal and term_of(literal) == term_of(paper.status):  # it is shown instead of the year
            return ""
        status = options.translate(term_of(paper.status))
        return "" if self._reference_says(status) else status

    @Variable
    def note(self) -> Text:
        """The note, as rich text, unless the status or the reference says it."""
        note, status = self.paper.note, self.paper.status
        has_status = note and status and "status" in self.options.parts
        if has_status and term_of(str(note).strip(" .")) == term_of(status):
            return EMPTY
        return EMPTY if self._reference_says(note) else self._shown("note", note)

    def _reference_says(self, text: Text | str) -> bool:
        """True if the reference before it contains a text; columns of a table are independent."""
        options = self.options
        if not text or not self._reference or "reference" not in options.parts or options.columns:
            return False
        return str(text).strip(" .").lower() in str(self._reference).lower()

    @Variable
    def keywords(self) -> tuple[str, ...]:
        """The keywords, as plain text."""
        return self.paper.keyword if "keywords" in self.options.parts else ()

    @Variable
    def members(self) -> tuple[Text, ...]:
        """The references of the other members of a set."""
        return tuple(map(self.text, self._members)) if "members" in self.options.parts else ()

    @Variable
    def reference(self) -> Text:
        """The full reference in the style of the list, as rich text."""
        return self._shown("reference", self._reference)

    @Variable
    def cited_in(self) -> str:
        """The text before ``cited_by``: “Cited in”."""
        return self.options.translate("Cited in") if self.cited_by else ""

    @Variable
    def cited_by(self) -> tuple[CitingView, ...]:
        """The pages that cite it, each with ``title``, ``href`` and ``more`` citations."""
        return self._cited_by if "cited-by" in self.options.parts else ()

    @Variable
    def abstract(self) -> Text:
        """The abstract, as rich text; its bare URLs are links."""
        return self._shown("abstract", self.paper.abstract)

    @Variable
    def bibtex(self) -> str:
        """The entry in BibTeX, without private fields."""
        options = self.options
        if "bibtex" not in options.parts:
            return ""
        return "\n".join(public_bibtex(paper, options.schemes, options.bibtex) for paper in self._exported)

    @Variable
    def doi(self) -> str:
        """The DOI, without the resolver."""
        return self.paper.doi

    @Variable
    def language(self) -> str:
        """The language of the title, as a BCP 47 tag: that of the work, unless the title is translated."""
        translation = next((str(text) for name, text in self.paper.custom if name == TITLE_LANGUAGE), "")
        language = translation or self.paper.language
        return language if _LANGUAGE.fullmatch(language) else ""
