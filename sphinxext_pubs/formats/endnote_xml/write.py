"""Writing EndNote's XML, which EndNote, Zotero, Mendeley, bibutils and pandoc import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from sphinxext_pubs.formats.endnote_xml.tables import FIELDS, PEOPLE, fields_of, targets_of, written_type
from sphinxext_pubs.formats.entry_draft import STRINGS
from sphinxext_pubs.formats.latex.unicode_math import to_unicode
from sphinxext_pubs.model.links import arxiv_url
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import Inline, Span, Text, clean, text_of
from sphinxext_pubs.notation import dates
from sphinxext_pubs.notation.date_parts import iso_date
from sphinxext_pubs.notation.names import OTHERS

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
_FOOT = "</records></xml>\n"
#: The kinds of spans → the faces of styles.
_FACES = {"bold": "bold", "italic": "italic", "sup": "superscript", "sub": "subscript"}


def write(publications: Iterable[Publication]) -> str:
    """Return the publications as records, each on a line."""
    records = (_record(publication, number) for number, publication in enumerate(publications, 1))
    return f"{_HEAD}{''.join(records)}{_FOOT}"


def _record(paper: Publication, number: int) -> str:
    """Return the record of a publication."""
    row = written_type("book" if paper.type == "collection" and paper.author else paper.type)
    key = escape(clean(paper.key))
    parts = [
        f"<rec-number>{number}</rec-number>",
        f'<foreign-keys><key app="sphinxext-pubs" db-id="key">{key}</key></foreign-keys>',
        f"<ref-type name={quoteattr(row.name)}>{row.number}</ref-type>",
        _group("contributors", _people(paper, row.name)),
        _group("titles", _fields(paper, row.name, titles=True)),
        *_periodical(paper),
        *_fields(paper, row.name, titles=False),
        _group("keywords", (_element("keyword", text_of(keyword)) for keyword in paper.keyword)),
        _dates(paper),
        _element("isbn", text_of("\r".join(_serials(paper)))),
        _element("electronic-resource-num", text_of(paper.doi)),
        _element("label", text_of(paper.key)),
        _urls(paper),
        _element("language", text_of(paper.language)),
        _element("access-date", paper.variable("accessed")),
    ]
    return f"<record>{''.join(parts)}</record>\n"


def _group(tag: str, elements: Iterable[str]) -> str:
    content = "".join(elements)
    return f"<{tag}>{content}</{tag}>" if content else ""


def _element(tag: str, text: Text) -> str:
    """Return an element with a text in styles, or the empty string."""
    content = "".join(_styled(text.parts, ()))
    return f"<{tag}>{content}</{tag}>" if content else ""


def _styled(parts: Iterable[Inline], faces: tuple[str, ...]) -> Iterator[str]:
    """Yield a style for each run of text with the same faces."""
    for part in parts:
        if isinstance(part, Span):
            face = _FACES.get(part.kind, "")
            if part.kind == "math":
                yield from _styled((to_unicode(str(Text(part.content))),), faces)
            else:
                yield from _styled(part.content, (*faces, face) if face and face not in faces else faces)
        elif part:
            value = escape(clean(part)).replace("\r", "&#13;")
            yield f'<style face="{" ".join(faces) or "normal"}" font="default" size="100%">{value}</style>'


def _value(paper: Publication, target: str) -> Text:
    """Return the value of a target in a publication."""
    kind, _, name = target.rpartition(":")
    if kind == "variable":
        return paper.variable(name)
    if kind == "custom":
        return next((text for key, text in paper.custom if key == name), Text())
    value = getattr(paper, name)
    return text_of(value) if name in STRINGS else value if isinstance(value, Text) else Text()


_TITLES = frozenset(field for field in FIELDS if field.endswith("-title") or field == "title")


def _fields(paper: Publication, name: str, *, titles: bool) -> Iterator[str]:
    """Yield the elements of the titles, or of the other fields, of a reference type."""
    written = fields_of(name)
    for field, target in targets_of(name).items():
        if field in PEOPLE or (field in _TITLES) != titles or written[target] != field:
            continue
        value = _value(paper, target)
        if not value and field != "tertiary-title":
            value = _substitute(paper, target, written)
        yield _element(field, value)


#: Targets → the value that takes their place if a publication lacks it and it has no field of its own.
_SUBSTITUTES: dict[str, tuple[str, ...]] = {
    "container_title": ("event_title",),
    "collection_title": ("container_title",),
    "publisher_place": ("event_place",),
    "event_place": ("publisher_place",),
    "number": ("issue",),
    "issue": ("number",),
    "variable:number-of-pages": ("page",),
}


def _substitute(paper: Publication, target: str, written: dict[str, str]) -> Text:
    names = (name for name in _SUBSTITUTES.get(target, ()) if name not in written)
    return next((value for name in names if (value := _value(paper, name))), Text())


def _people(paper: Publication, name: str) -> Iterator[str]:
    """Yield the lists of people; those whose role has no field are left out."""
    targets = targets_of(name)
    for tag in PEOPLE:
        kind, _, role = targets[tag].rpartition(":")
        people = dict(paper.names).get(role, ()) if kind else getattr(paper, role)
        yield _group(tag, (_element("author", text_of(_format_name(person))) for person in people))


def _format_name(name: Name) -> str:
    """Return a name as EndNote divides it: a comma after the family name or the whole name."""
    if name == OTHERS:
        return "et al.,"
    if name.literal or not name.family:
        value = name.literal or name.given
        return value.replace(",", ",,") if "," in value else f"{value},"
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(filter(None, (family, name.given, name.suffix))) + ("" if name.given else ",")


def _periodical(paper: Publication) -> Iterator[str]:
    """Yield the titles of a journal, which some programs read instead of the secondary title."""
    if paper.type.startswith("article-"):
        short = paper.variable("container-title-short")
        yield _group("periodical", (_element("full-title", paper.container_title), _element("abbr-1", short)))


def _dates(paper: Publication) -> str:
    """Return the year, and the date if it has more parts."""
    if paper.issued is None:
        return ""
    year, date = dates.year_label(paper.issued), iso_date(paper.issued)
    end = "-".join(f"{part:02}" for part in paper.issued.end or ())
    date = f"{date}/{end}" if end else date
    day = _element("date", text_of(date)) if date != year else ""
    return _group("dates", (_element("year", text_of(year)), _group("pub-dates", (day,))))


def _serials(paper: Publication) -> Iterator[str]:
    for name in ("ISBN", "ISSN"):
        if value := str(paper.variable(name)):
            yield value


def _urls(paper: Publication) -> str:
    """Return the addresses of the work, and those of files."""
    address = paper.url or (arxiv_url(paper.arxiv) or "" if paper.arxiv else "")
    pdfs = [link.target for link in paper.links if link.rel == "pdf" and "://" in link.target]
    further = [link.target for link in paper.links if link.rel == "url"]
    related = (_element("url", text_of(target)) for target in (address, *further))
    return _group(
        "urls",
        (
            _group("related-urls", related),
            _group("pdf-urls", (_element("url", text_of(target)) for target in pdfs)),
        ),
    )
