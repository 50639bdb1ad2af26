"""Reading the texts and the names in EndNote's XML."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxext_pubs.formats import html_text
from sphinxext_pubs.formats.xml import Element
from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.model.rich_text import Text, clean
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.name_forms import divide_family
from sphinxext_pubs.notation.organizations import is_organization

#: The faces of styles → tags of HTML.
_FACES = {"bold": "b", "italic": "i", "superscript": "sup", "subscript": "sub"}
#: The letters of the font “Symbol”, as which EndNote stores Greek.
_SYMBOLS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
)


def rich_text(element: Element) -> Text:
    """Return the text of a field: styles become spans, and tags and entities of HTML are read."""
    return html_text.from_html("".join(_html(element)))


def _html(element: Element, is_symbol: bool = False) -> Iterator[str]:
    """Yield the text of an element with tags for its styles."""
    for node in element.content:
        if isinstance(node, str):
            yield node.translate(_SYMBOLS) if is_symbol else node
            continue
        faces = node.attributes.get("face", "").lower().split() if node.tag == "style" else []
        tags = [_FACES[face] for face in faces if face in _FACES]
        yield "".join(f"<{tag}>" for tag in tags)
        yield from _html(node, node.attributes.get("font", "").lower() == "symbol")
        yield "".join(f"</{tag}>" for tag in reversed(tags))


def read_people(people: Element) -> Iterator[Name]:
    """Yield the names of a list; some programs write several into one element, on lines of their own."""
    for person in people.all("author") or [people]:
        lines = person.lines()
        raw = [line.strip() for line in person.raw().split("\n") if line.strip()]
        if len(raw) > 1 and all(map(_is_inverted, raw)):
            lines = raw
        for line in lines or [person.attributes.get("corp-name", "")]:
            if name := _read_person(clean(line)):
                yield name


def _is_inverted(line: str) -> bool:
    """True if a line is *Family, Given*."""
    family, comma, given = line.partition(",")
    return bool(comma and family.strip() and given.strip(" ,")) and "," not in given


def _read_person(value: str) -> Name | None:
    """Return a name as EndNote reads it, or None if it is empty.

    A comma follows the family name, or the whole name of an organization. Two commas are a comma in the name
    of an organization. Without a comma, the last word of a person's name is the family name.
    """
    if not value.strip(" ,;"):
        return None
    if value.strip(" .,").lower() in ("et al", "others"):
        return names.OTHERS
    if ",," in value:
        return Name(literal=value.replace(",,", ",").strip(" ,"))
    parts = [part.strip() for part in value.split(",")]
    if len(parts) > 1 and not any(parts[1:]):
        return Name(literal=parts[0])
    if len(parts) == 1 and (" " not in value or is_organization(value)):
        return Name(literal=value)
    if len(parts) == 1:
        people = names.parse_names(value).names
        return people[0] if len(people) == 1 else Name(literal=value)
    family, given, suffix = parts[0], parts[1], ", ".join(parts[2:])
    return divide_family(family, given, suffix)
