"""Create the view of an entry: everything that templates and node writers use, with safe values only.

Parts that a list does not show are empty in the view, so a template only tests for a value.
Every URL is checked by :func:`~sphinxext_pubs.model.links.safe_url`, and every text is limited in depth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Text, text_of
from sphinxext_pubs.model.slugs import key_slug
from sphinxext_pubs.model.statuses import term_of
from sphinxext_pubs.notation.author_marks import marks_of
from sphinxext_pubs.notation.l10n import Translate, date_label, year_label
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.render.citation_forms import full
from sphinxext_pubs.render.entry_options import EntryOptions
from sphinxext_pubs.render.entry_views import AcronymView, AuthorView, Button, CitingView, EntryView
from sphinxext_pubs.render.parts import button_class, button_label, status_label
from sphinxext_pubs.render.pictures import picture_of
from sphinxext_pubs.render.published import public_bibtex
from sphinxext_pubs.render.safe_text import closing_period, safe_text
from sphinxext_pubs.render.venue_line import venue_details, venue_line

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")


def entry_id(key: str) -> str:
    """Return the id of an entry: ``pub-<slug>``."""
    return "pub-" + key_slug(key)


def entry_view(
    publication: Publication,
    options: EntryOptions,
    *,
    number: str = "",
    occurrence: int = 1,
    page: str = "",
    reference: Text = EMPTY,
    cited_by: tuple[CitingView, ...] = (),
) -> EntryView:
    """Return the view of a publication.

    ``occurrence`` counts the occurrences of the paper in one output file: only the first has the id,
    and the ids inside later ones are numbered. ``page`` is the URL of the paper's page,
    ``reference`` the reference in the style of the list, ``cited_by`` the pages that cite it.
    """
    parts = options.parts
    identity = entry_id(publication.key)
    # A slug never contains "_", so these ids cannot be those of another entry.
    base = identity if occurrence == 1 else f"{identity}_{occurrence}"
    abstract = safe_text(publication.abstract, options.schemes, bare=True) if "abstract" in parts else EMPTY
    bibtex = public_bibtex(publication, options.schemes) if "bibtex" in parts else ""
    authors = _authors(publication, options)
    editors = _editors(publication, options)
    return EntryView(
        key=publication.key,
        layout=options.layout.name,
        type=publication.type,
        id=identity,
        anchor=identity if occurrence == 1 else "",
        title_id=base + "_title" if {"title", "reference"} & parts else "",
        abstract_id=base + "_abs" if abstract else "",
        bibtex_id=base + "_bib" if bibtex else "",
        columns=options.columns,
        home=options.home,
        number=number if "number" in parts else "",
        picture=_picture(publication, options),
        buttons=_buttons(publication, options, base, bool(abstract), bool(bibtex)),
        citation=_citation(publication, options),
        title=_title(publication, options),
        title_href=(page or _title_href(publication, options)) if "title" in parts else "",
        address=_title_href(publication, options) if page and "title" in parts else "",
        authors=authors.people,
        others=authors.others,
        role=authors.role,
        legend=_legend(publication, options),
        editors=editors.people,
        editors_role=editors.role,
        year=_date(year_label, publication, options) if "year" in parts else "",
        date=_date(date_label, publication, options),
        acronym=_acronym(publication, options) if "acronym" in parts else None,
        venue=_venue_text(venue_line, publication, options) if "venue" in parts else EMPTY,
        details=_venue_text(venue_details, publication, options) if "details" in parts else EMPTY,
        awards=_awards(publication, options),
        status=_status(publication, options),
        note=_note(publication, options),
        keywords=publication.keyword if "keywords" in parts else (),
        reference=safe_text(reference, options.schemes, bare=True) if "reference" in parts else EMPTY,
        cited_in=options.translate("Cited in") if cited_by and "cited-by" in parts else "",
        cited_by=cited_by if "cited-by" in parts else (),
        abstract=abstract,
        bibtex=bibtex,
        doi=publication.doi,
        language=publication.language if _LANGUAGE.fullmatch(publication.language) else "",
    )


# People


@dataclass(frozen=True, slots=True)
class _NameList:
    people: tuple[AuthorView, ...] = ()
    others: str = ""
    role: str = ""


_NO_NAMES = _NameList()


def _name_list(names: tuple[Name, ...], options: EntryOptions, *, editors: bool = False) -> _NameList:
    """Return the people of a name list; for ``editors`` with their role."""
    if not names:
        return _NO_NAMES
    others = names[-1] == OTHERS
    named = names[:-1] if others else names
    person, highlight = options.layout.person, options.highlight
    return _NameList(
        tuple(AuthorView(person(name), highlight is not None and highlight(name)) for name in named),
        options.translate("et al.") if others and named else "",
        options.translate("ed." if len(names) == 1 else "eds.") if editors else "",
    )


def _authors(publication: Publication, options: EntryOptions) -> _NameList:
    if "authors" not in options.parts:
        return _NO_NAMES
    if publication.author:
        return _with_signs(publication, _name_list(publication.author, options), options)
    return _name_list(publication.editor, options, editors=True)


def _legend(publication: Publication, options: EntryOptions) -> tuple[tuple[str, str], ...]:
    """Return the meanings of the signs at names, as pairs of a sign and a label."""
    if "contribution" not in options.parts or not publication.custom:
        return ()
    return tuple((sign, options.translate(label)) for sign, label in marks_of(publication)[1])


def _with_signs(publication: Publication, people: _NameList, options: EntryOptions) -> _NameList:
    """Return the authors with their signs from the data."""
    if "contribution" not in options.parts or not publication.custom:
        return people
    signs, _ = marks_of(publication)
    if not signs:
        return people
    signed = (replace(person, signs=signs.get(index, ())) for index, person in enumerate(people.people))
    return replace(people, people=tuple(signed))


def _editors(publication: Publication, options: EntryOptions) -> _NameList:
    if "editors" not in options.parts or not publication.author:
        return _NO_NAMES
    return _name_list(publication.editor, options, editors=True)


# Buttons


def _safe_href(target: str, options: EntryOptions) -> str:
    """Return the target of a link in the data: a safe URL, or that of a copied file; otherwise empty."""
    if not target:
        return ""
    return options.files.get(target) or links.safe_url(target, options.schemes) or ""


def _buttons(
    publication: Publication, options: EntryOptions, base: str, abstract: bool, bibtex: bool
) -> tuple[Button, ...]:
    if "buttons" not in options.parts:
        return ()
    hidden, only, translate = options.hidden, options.only, options.translate
    folds = (("bib", bibtex), ("abs", abstract))
    buttons = [
        *_pdf_buttons(publication, options),
        *(
            Button(rel, translate(button_label(rel)), f"#{base}_{rel}", in_page=True, css=f"pubs-{rel}")
            for rel, is_shown in folds
            if is_shown
        ),
        *_link_buttons(publication, options),
    ]
    if only:
        buttons = [button for button in buttons if button.rel in only]
    return tuple(button for button in buttons if button.rel not in hidden) if hidden else tuple(buttons)


def _pdf_buttons(publication: Publication, options: EntryOptions) -> Iterator[Button]:
    buttons = [_button(link, options) for link in publication.links if link.rel == "pdf"]
    if any(button.href for button in buttons):
        yield from (button for button in buttons if button.href)
    elif publication.arxiv:
        yield from _derived_button("pdf", links.arxiv_pdf_url(publication.arxiv), options)


def _link_buttons(publication: Publication, options: EntryOptions) -> Iterator[Button]:
    """Yield buttons for DOI, arXiv and all other links once, except for a displayed picture."""
    if publication.doi and links.is_doi(publication.doi):
        yield from _derived_button("doi", links.doi_url(publication.doi), options)
    if publication.arxiv:
        yield from _derived_button("arxiv", links.arxiv_url(publication.arxiv), options)
    picture = _shown_picture(publication, options)
    buttons = (_button(link, options) for link in publication.links if link.rel != "pdf" and link != picture)
    yield from dict.fromkeys(button for button in buttons if button.href)


def _derived_button(rel: str, href: str | None, options: EntryOptions) -> Iterator[Button]:
    if href:
        yield Button(rel, options.translate(button_label(rel)), href, css=button_class(rel))


def _button(link: Link, options: EntryOptions) -> Button:
    label = link.label or options.translate(button_label(link.rel))
    return Button(link.rel, label, _safe_href(link.target, options), css=button_class(link.rel))


def _citation(publication: Publication, options: EntryOptions) -> str:
    """Return the reference with the paper's URL, if the button that copies it is shown."""
    is_shown = "cite" not in options.hidden and (not options.only or "cite" in options.only)
    if not is_shown or "buttons" not in options.parts:
        return ""
    reference = full(Cited(publication, translate=options.translate, language=options.language))
    return " ".join(filter(None, (reference + closing_period(reference), _title_href(publication, options))))


# The picture


def _shown_picture(publication: Publication, options: EntryOptions) -> Link | None:
    return picture_of(publication, options.pictures) if "picture" in options.parts else None


def _picture(publication: Publication, options: EntryOptions) -> str:
    picture = _shown_picture(publication, options)
    return options.pictures[picture.target] if picture else ""


# Texts


def _date(
    write: Callable[[Date, str, Translate], str], publication: Publication, options: EntryOptions
) -> str:
    issued = publication.issued
    return write(issued, options.language, options.translate) if issued else ""


def _title(publication: Publication, options: EntryOptions) -> Text:
    if "title" not in options.parts:
        return EMPTY
    if not publication.title:
        return text_of(options.translate("Untitled"))
    return safe_text(publication.title, ())


def _title_href(publication: Publication, options: EntryOptions) -> str:
    return (publication.doi and links.doi_url(publication.doi)) or _safe_href(publication.url, options)


def _acronym(publication: Publication, options: EntryOptions) -> AcronymView | None:
    venue = options.venue(publication) if options.venue else None
    if venue is None or not venue.acronym:
        return None
    known = venue.known
    css = f"pubs-acronym pubs-acronym-{known.id}" if known and known.color else "pubs-acronym"
    return AcronymView(venue.acronym, known.url if known else "", css)


def _venue_text(
    write: Callable[[Publication, Translate], Text], publication: Publication, options: EntryOptions
) -> Text:
    return safe_text(write(publication, options.translate), options.schemes)


def _awards(publication: Publication, options: EntryOptions) -> tuple[Text, ...]:
    if "award" not in options.parts:
        return ()
    return tuple(safe_text(award, options.schemes, bare=True) for award in publication.award)


def _note(publication: Publication, options: EntryOptions) -> Text:
    """Return the note, unless it only repeats the displayed status."""
    note, status = publication.note, publication.status
    says_status = status and "status" in options.parts and term_of(str(note).strip(" .")) == term_of(status)
    if "note" not in options.parts or (says_status and note):
        return EMPTY
    return safe_text(note, options.schemes, bare=True)


def _status(publication: Publication, options: EntryOptions) -> str:
    """Return the status, unless it is already shown instead of the year."""
    if not publication.status or "status" not in options.parts:
        return ""
    literal = publication.issued.literal if publication.issued and "year" in options.parts else ""
    if literal and term_of(literal) == term_of(publication.status):
        return ""
    return options.translate(status_label(publication.status))
