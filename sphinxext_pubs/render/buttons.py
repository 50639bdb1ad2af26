"""The buttons of an entry: links to the paper in its forms, and to the parts that open.

Labels are message ids; they are translated when a button is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Link, Publication
from sphinxext_pubs.model.slugs import words_slug
from sphinxext_pubs.notation.identifiers import IDENTIFIERS, IdentifierKind, identifiers_of
from sphinxext_pubs.render.entry_display import EntryOptions
from sphinxext_pubs.render.entry_views import Button
from sphinxext_pubs.render.layouts import LAYOUTS
from sphinxext_pubs.render.pictures import picture_of


@dataclass(frozen=True, slots=True)
class ButtonKind:
    """A kind of button: its link type (``Link.rel``), its label (a message id), and its help text.

    ``on_request`` is True if lists only show it if it is named.
    """

    rel: str
    label: str
    help: str
    on_request: bool = False


def _help(kind: IdentifierKind) -> str:
    names = ", ".join(f"``{name}``" for name in dict.fromkeys(map(str.lower, kind.fields)))
    return f"Its page at {kind.label}, from {names}. Only if it is named."


#: The buttons with a label; for any other ``rel``, the label is the ``rel`` itself.
BUTTONS: tuple[ButtonKind, ...] = (
    ButtonKind("pdf", "pdf", "The paper as PDF: from ``pdf``, else from the arXiv id."),
    ButtonKind("bib", "bib", "Opens the BibTeX."),
    ButtonKind("abs", "abs", "Opens the abstract."),
    ButtonKind("cite", "cite", "Copies the reference."),
    ButtonKind("doi", "doi", "The DOI."),
    ButtonKind("url", "url", "The address of a paper that has a DOI, unless it is the DOI's."),
    ButtonKind("arxiv", "arXiv", "The paper's page on arXiv."),
    ButtonKind("code", "code", "The source code."),
    ButtonKind("data", "data", "The data."),
    ButtonKind("slides", "slides", "The slides."),
    ButtonKind("poster", "poster", "The poster."),
    ButtonKind("video", "video", "The recording."),
    ButtonKind("website", "website", "The project's site."),
    ButtonKind("image", "image", "A picture, unless it is shown."),
    *(ButtonKind(kind.name, kind.label, _help(kind), on_request=True) for kind in IDENTIFIERS),
)

LABELS: dict[str, str] = {kind.rel: kind.label for kind in BUTTONS}

_ON_REQUEST = frozenset(kind.rel for kind in BUTTONS if kind.on_request)

#: Class names with another meaning in an entry, which are not used for buttons from data.
_RESERVED_CLASSES: frozenset[str] = frozenset(
    {"bib", "abs", *LAYOUTS}
    | {"list", "group", "entry", "button", "author", "highlight", "role", "others", "separator", "marks"}
    | {"filter", "math", "small-caps", "link", "cite", "copy", "term", "flat", "marked", "controls"}
    | {"search", "label", "sort", "action", "menu", "count", "chips", "none", "live", "index", "state"}
    | {"sign", "legend", "photo", "people", "style", "keyword", "comma", "rows", "folds", "heading"}
    | {"mark", "place", "preview", "full"}
)


#: The maximum length of the class of a button from data, without its prefix.
MAX_CLASS = 40


@lru_cache(maxsize=1024)
def button_class(rel: str, reserved: frozenset[str] = frozenset()) -> str:
    """Return the class of a button from data, in ``[a-z0-9-]`` and different from all other classes.

    ``reserved`` are the names of parts, which are classes as well.
    """
    word = words_slug(rel.lower(), MAX_CLASS)
    is_reserved = not word or word in _RESERVED_CLASSES or word in reserved
    return f"pubs-link-{word}".strip("-") if is_reserved else f"pubs-{word}"


def button_label(rel: str) -> str:
    """Return the message id of a button's label; an unknown ``rel`` is its own label."""
    return LABELS.get(rel, rel)


def safe_href(target: str, options: EntryOptions) -> str:
    """Return the target of a link in the data: a safe URL, or that of a copied file; otherwise empty."""
    if not target:
        return ""
    return options.files.get(target) or links.safe_url(target, options.schemes) or ""


def shown_picture(publication: Publication, options: EntryOptions) -> Link | None:
    """Return the link to the picture that an entry shows, or None."""
    return picture_of(publication, options.pictures) if "picture" in options.parts else None


def shows_button(rel: str, options: EntryOptions) -> bool:
    """True if a list shows a button unless a paper lacks it."""
    is_named = not options.only or rel in options.only
    return "buttons" in options.parts and rel not in options.hidden and is_named


def buttons_of(publication: Publication, options: EntryOptions, folds: dict[str, str]) -> tuple[Button, ...]:
    """Return the buttons of an entry in order; ``folds`` are the ids of its folds by ``rel``."""
    if "buttons" not in options.parts:
        return ()
    hidden, only, translate = options.hidden, options.only, options.translate
    buttons = [
        *_pdf_buttons(publication, options),
        *(
            Button(rel, translate(button_label(rel)), f"#{identifier}", in_page=True, css=f"pubs-{rel}")
            for rel, identifier in folds.items()
        ),
        *_link_buttons(publication, options),
        *_identifier_buttons(publication, options),
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
        url = links.safe_url(publication.url, options.schemes) if publication.url else None
        if url and not links.is_address_of_doi(url, publication.doi) and not _is_on_arxiv(publication, url):
            yield from _derived_button("url", url, options)
    if publication.arxiv:
        yield from _derived_button("arxiv", links.arxiv_url(publication.arxiv), options)
    picture = shown_picture(publication, options)
    buttons = (_button(link, options) for link in publication.links if link.rel != "pdf" and link != picture)
    yield from dict.fromkeys(button for button in buttons if button.href)


def _is_on_arxiv(publication: Publication, url: str) -> bool:
    """True if an address is that of the paper's page on arXiv, which has a button."""
    return bool(publication.arxiv) and "arxiv.org" in url


def _identifier_buttons(publication: Publication, options: EntryOptions) -> Iterator[Button]:
    """Yield buttons for the identifiers whose kinds are named, one for each kind."""
    if options.requested.isdisjoint(_ON_REQUEST):
        return
    shown: set[str] = set()
    for row in identifiers_of(publication):
        href = links.safe_url(row.href, options.schemes) if row.href else None
        if href and row.name in options.requested and row.name not in shown:
            shown.add(row.name)
            yield from _derived_button(row.name, href, options)


def _derived_button(rel: str, href: str | None, options: EntryOptions) -> Iterator[Button]:
    if href:
        yield Button(rel, options.translate(button_label(rel)), href, css=_css(rel, options))


def _button(link: Link, options: EntryOptions) -> Button:
    label = link.label or options.translate(button_label(link.rel))
    return Button(link.rel, label, safe_href(link.target, options), css=_css(link.rel, options))


def _css(rel: str, options: EntryOptions) -> str:
    return button_class(rel, options.reserved)
