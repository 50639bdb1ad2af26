"""The view of an entry: everything that templates and node writers draw from, and nothing unsafe.

What a list does not show is empty in the view, so a template asks only whether there is something.
Every address has been through :func:`~sphinxext_pubs.model.links.safe_url`, every text is bounded in depth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Text, fold, text_of
from sphinxext_pubs.model.statuses import term_of
from sphinxext_pubs.notation.author_marks import marks_of
from sphinxext_pubs.notation.l10n import Translate, date_label, year_label
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.render.citation_forms import full
from sphinxext_pubs.render.entry_options import Showing
from sphinxext_pubs.render.entry_views import AcronymView, AuthorView, Button, CitingView, EntryView
from sphinxext_pubs.render.parts import button_class, button_label, status_label
from sphinxext_pubs.render.pictures import picture_of
from sphinxext_pubs.render.published import bibtex_of
from sphinxext_pubs.render.safe_text import safe_text, stop
from sphinxext_pubs.render.venue_line import venue_details, venue_line

_SLUG = re.compile(r"[a-z0-9-]{1,80}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")


def slug(key: str) -> str:
    """The key in ``[a-z0-9-]``; where that loses anything, ``-`` and 8 hex digits of the key's SHA-256."""
    if _SLUG.fullmatch(key):
        return key
    word = re.sub(r"[^a-z0-9]+", "-", fold(key)).strip("-")[:80]
    digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{word}-{digest}" if word else digest


def entry_id(key: str) -> str:
    """The id of an entry: ``pub-<slug>``."""
    return "pub-" + slug(key)


def entry_view(
    publication: Publication,
    showing: Showing,
    *,
    number: str = "",
    occurrence: int = 1,
    page: str = "",
    reference: Text = EMPTY,
    cited_by: tuple[CitingView, ...] = (),
) -> EntryView:
    """What is shown of a publication.

    ``occurrence`` counts the times that the paper stands in one output file: the first bears the id,
    and ids inside later ones are marked with their count. ``page`` is the address of its own page,
    ``reference`` what the style of the list writes, ``cited_by`` the pages that cite it.
    """
    parts = showing.parts
    identity = entry_id(publication.key)
    # No slug holds "_", so these ids can be no other entry's.
    base = identity if occurrence == 1 else f"{identity}_{occurrence}"
    abstract = safe_text(publication.abstract, showing.schemes, bare=True) if "abstract" in parts else EMPTY
    in_bibtex = bibtex_of(publication, showing.schemes) if "bibtex" in parts else ""
    authors = _authors(publication, showing)
    editors = _editors(publication, showing)
    return EntryView(
        key=publication.key,
        layout=showing.layout.name,
        type=publication.type,
        id=identity,
        anchor=identity if occurrence == 1 else "",
        title_id=base + "_title" if {"title", "reference"} & parts else "",
        abstract_id=base + "_abs" if abstract else "",
        bibtex_id=base + "_bib" if in_bibtex else "",
        columns=showing.columns,
        home=showing.home,
        number=number if "number" in parts else "",
        picture=_picture(publication, showing),
        buttons=_buttons(publication, showing, base, bool(abstract), bool(in_bibtex)),
        citation=_citation(publication, showing),
        title=_title(publication, showing),
        title_href=(page or _title_href(publication, showing)) if "title" in parts else "",
        address=_title_href(publication, showing) if page and "title" in parts else "",
        authors=authors.people,
        others=authors.others,
        role=authors.role,
        legend=_legend(publication, showing),
        editors=editors.people,
        editors_role=editors.role,
        year=_date(year_label, publication, showing) if "year" in parts else "",
        date=_date(date_label, publication, showing),
        acronym=_acronym(publication, showing) if "acronym" in parts else None,
        venue=_line(venue_line, publication, showing) if "venue" in parts else EMPTY,
        details=_line(venue_details, publication, showing) if "details" in parts else EMPTY,
        awards=_awards(publication, showing),
        status=_status(publication, showing),
        note=_note(publication, showing),
        keywords=publication.keyword if "keywords" in parts else (),
        reference=safe_text(reference, showing.schemes, bare=True) if "reference" in parts else EMPTY,
        cited_in=showing.translate("Cited in") if cited_by and "cited-by" in parts else "",
        cited_by=cited_by if "cited-by" in parts else (),
        abstract=abstract,
        bibtex=in_bibtex,
        doi=publication.doi,
        language=publication.language if _LANGUAGE.fullmatch(publication.language) else "",
    )


# People


@dataclass(frozen=True, slots=True)
class _People:
    people: tuple[AuthorView, ...] = ()
    others: str = ""
    role: str = ""


_NOBODY = _People()


def _people(names: tuple[Name, ...], showing: Showing, *, editors: bool = False) -> _People:
    """The people of a name list; ``editors`` have their role."""
    if not names:
        return _NOBODY
    others = names[-1] == OTHERS
    named = names[:-1] if others else names
    person, highlight = showing.layout.person, showing.highlight
    return _People(
        tuple(AuthorView(person(name), highlight is not None and highlight(name)) for name in named),
        showing.translate("et al.") if others and named else "",
        showing.translate("ed." if len(names) == 1 else "eds.") if editors else "",
    )


def _authors(publication: Publication, showing: Showing) -> _People:
    if "authors" not in showing.parts:
        return _NOBODY
    if publication.author:
        return _with_signs(publication, _people(publication.author, showing), showing)
    return _people(publication.editor, showing, editors=True)


def _legend(publication: Publication, showing: Showing) -> tuple[tuple[str, str], ...]:
    """What the signs at names mean."""
    if "contribution" not in showing.parts or not publication.custom:
        return ()
    return tuple((sign, showing.translate(label)) for sign, label in marks_of(publication)[1])


def _with_signs(publication: Publication, people: _People, showing: Showing) -> _People:
    """The authors with the signs that the data gives them."""
    if "contribution" not in showing.parts or not publication.custom:
        return people
    signs, _ = marks_of(publication)
    if not signs:
        return people
    signed = (replace(each, signs=signs.get(place, ())) for place, each in enumerate(people.people))
    return replace(people, people=tuple(signed))


def _editors(publication: Publication, showing: Showing) -> _People:
    if "editors" not in showing.parts or not publication.author:
        return _NOBODY
    return _people(publication.editor, showing, editors=True)


# Buttons


def _href(target: str, showing: Showing) -> str:
    """Where a link of the data leads: an address, or a copied file; empty for any other."""
    if not target:
        return ""
    return showing.files.get(target) or links.safe_url(target, showing.schemes) or ""


def _buttons(
    publication: Publication, showing: Showing, base: str, abstract: bool, in_bibtex: bool
) -> tuple[Button, ...]:
    if "buttons" not in showing.parts:
        return ()
    hidden, only, translate = showing.hidden, showing.only, showing.translate
    folds = (("bib", in_bibtex), ("abs", abstract))
    buttons = [
        *_pdf_buttons(publication, showing),
        *(
            Button(rel, translate(button_label(rel)), f"#{base}_{rel}", in_page=True, css=f"pubs-{rel}")
            for rel, there in folds
            if there
        ),
        *_outward_buttons(publication, showing),
    ]
    if only:
        buttons = [button for button in buttons if button.rel in only]
    return tuple(button for button in buttons if button.rel not in hidden) if hidden else tuple(buttons)


def _pdf_buttons(publication: Publication, showing: Showing) -> Iterator[Button]:
    made = [_button(link, showing) for link in publication.links if link.rel == "pdf"]
    if any(button.href for button in made):
        yield from (button for button in made if button.href)
    elif publication.arxiv:
        yield from _linked("pdf", links.arxiv_pdf_url(publication.arxiv), showing)


def _outward_buttons(publication: Publication, showing: Showing) -> Iterator[Button]:
    """DOI, arXiv and every other link, each address of a kind once; a picture that is shown is none."""
    if publication.doi and links.is_doi(publication.doi):
        yield from _linked("doi", links.doi_url(publication.doi), showing)
    if publication.arxiv:
        yield from _linked("arxiv", links.arxiv_url(publication.arxiv), showing)
    shown = _shown_picture(publication, showing)
    made = (_button(link, showing) for link in publication.links if link.rel != "pdf" and link != shown)
    yield from dict.fromkeys(button for button in made if button.href)


def _linked(rel: str, href: str | None, showing: Showing) -> Iterator[Button]:
    if href:
        yield Button(rel, showing.translate(button_label(rel)), href, css=button_class(rel))


def _button(link: Link, showing: Showing) -> Button:
    label = link.label or showing.translate(button_label(link.rel))
    return Button(link.rel, label, _href(link.target, showing), css=button_class(link.rel))


def _citation(publication: Publication, showing: Showing) -> str:
    """The reference with the paper's address, if the button that copies it is shown."""
    wanted = "cite" not in showing.hidden and (not showing.only or "cite" in showing.only)
    if not wanted or "buttons" not in showing.parts:
        return ""
    reference = full(Cited(publication, translate=showing.translate, language=showing.language))
    return " ".join(filter(None, (reference + stop(reference), _title_href(publication, showing))))


# The picture


def _shown_picture(publication: Publication, showing: Showing) -> Link | None:
    return picture_of(publication, showing.pictures) if "picture" in showing.parts else None


def _picture(publication: Publication, showing: Showing) -> str:
    shown = _shown_picture(publication, showing)
    return showing.pictures[shown.target] if shown else ""


# Texts


def _date(write: Callable[[Date, str, Translate], str], publication: Publication, showing: Showing) -> str:
    issued = publication.issued
    return write(issued, showing.language, showing.translate) if issued else ""


def _title(publication: Publication, showing: Showing) -> Text:
    if "title" not in showing.parts:
        return EMPTY
    if not publication.title:
        return text_of(showing.translate("Untitled"))
    return safe_text(publication.title, ())


def _title_href(publication: Publication, showing: Showing) -> str:
    return (publication.doi and links.doi_url(publication.doi)) or _href(publication.url, showing)


def _acronym(publication: Publication, showing: Showing) -> AcronymView | None:
    venue = showing.venue(publication) if showing.venue else None
    if venue is None or not venue.acronym:
        return None
    known = venue.known
    css = f"pubs-acronym pubs-acronym-{known.id}" if known and known.color else "pubs-acronym"
    return AcronymView(venue.acronym, known.url if known else "", css)


def _line(
    write: Callable[[Publication, Translate], Text], publication: Publication, showing: Showing
) -> Text:
    return safe_text(write(publication, showing.translate), showing.schemes)


def _awards(publication: Publication, showing: Showing) -> tuple[Text, ...]:
    if "award" not in showing.parts:
        return ()
    return tuple(safe_text(award, showing.schemes, bare=True) for award in publication.award)


def _note(publication: Publication, showing: Showing) -> Text:
    """The note, unless it only says the status, which stands beside it."""
    note, status = publication.note, publication.status
    says_status = status and "status" in showing.parts and term_of(str(note).strip(" .")) == term_of(status)
    if "note" not in showing.parts or (says_status and note):
        return EMPTY
    return safe_text(note, showing.schemes, bare=True)


def _status(publication: Publication, showing: Showing) -> str:
    """The status, unless it stands in the place of the year already."""
    if not publication.status or "status" not in showing.parts:
        return ""
    literal = publication.issued.literal if publication.issued and "year" in showing.parts else ""
    if literal and term_of(literal) == term_of(publication.status):
        return ""
    return showing.translate(status_label(publication.status))
