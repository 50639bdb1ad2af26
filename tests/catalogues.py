"""The catalogues of messages, made from the program: ``python -m tests.catalogues`` (``make messages``).

Collects every message id, writes the template, brings the catalogue of each language up to date and
compiles it. A language is a folder ``<language>/LC_MESSAGES`` in ``sphinxext_pubs/locale``: to add one,
make it and run this. The same program gives the same bytes, so that changes can be read.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from sphinxext_pubs.extension.i18n import CATALOG, LOCALE
from sphinxext_pubs.model import statuses, work_types
from sphinxext_pubs.query import facets
from sphinxext_pubs.render import messages as words
from sphinxext_pubs.render import parts
from sphinxext_pubs.render.buttons import BUTTONS

PACKAGE = LOCALE.parent
TEMPLATE = LOCALE / f"{CATALOG}.pot"

#: What translators must know of a literal in the program or in a template.
LITERALS = {
    "paper": "What the search calls a paper that it has found: one word, singular.",
    "{} – page {} of {}": "The title of a further page of a list: the document's title, two numbers.",
    "since {}": "Since which year somebody has been in a group.",
    "until {}": "Until which year somebody was in a group.",
    "No publications.": "Shown instead of an empty list; a sentence.",
    "Each page in “{folder}” is rendered separately, which takes longer, because the theme “{theme}” or an "
    "extension changes or omits {variables}.": "On the terminal; for instance, “metatags” is omitted.",
    "The metadata is added to the head of each page.": "On the terminal, after the previous message.",
}


class Found(NamedTuple):
    """A message, the file that contains it, and a comment for translators."""

    message: str
    place: str
    comment: str


class Stable(Catalog):
    """A catalogue whose header says what programs need: no dates, no names, no versions of tools."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The fields of the header."""
        own = [("Language", self.name)] if self.locale else []  # no message has a plural
        return [
            ("Project-Id-Version", CATALOG),
            ("Language-Team", ""),
            *own,
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]

    @property
    def name(self) -> str:
        """The language as its folder is called."""
        return self.locale_identifier or ""


# What there is to translate


def messages() -> list[Found]:
    """Every message of the program, by table and file; one may occur several times."""
    return [*_of_tables(), *_of_templates(), *_of_programs()]


def _of_tables() -> Iterator[Found]:
    missing = {facet.missing: f"A heading: papers without {facet.name}." for facet in facets.FACETS}
    types = {row.label: f"A heading: works of the type {row.csl}." for row in work_types.WORK_TYPES}
    states = {row.label: "A heading: papers in this state of publication." for row in statuses.STATUSES}
    terms = dict.fromkeys(statuses.BY_TERM, "A state of publication, on an entry.")
    buttons = {kind.label: f"A button, short and as small as may be. {kind.help}" for kind in BUTTONS}
    headings = dict.fromkeys(facets.page_headings(), "A heading of a generated page. Plural.")
    captions = dict.fromkeys(facets.chart_captions(), "The caption of a chart.")
    yield from _rows("query/facets.py", facets.message_ids(), captions | headings | missing)
    yield from _rows("model/work_types.py", types, types)
    yield from _rows("model/statuses.py", (*states, *terms), terms | states)
    yield from _rows("render/parts.py", parts.MESSAGES, buttons)
    yield from _rows("render/messages.py", words.ENTRY, words.ENTRY)
    yield from _rows("render/messages.py", words.SEASONS, words.SEASONS)
    yield from _rows("render/messages.py", words.BAR, words.BAR)
    yield from _rows("render/messages.py", words.PAGES, words.PAGES)


def _rows(place: str, ids: Iterable[str], comments: dict[str, str]) -> Iterator[Found]:
    for message in ids:
        yield Found(message, place, comments.get(message, ""))


def _of_templates() -> Iterator[Found]:
    for path in sorted((PACKAGE / "templates").rglob("*.html")):
        for _, message in re.findall(r"""\b_\(\s*(["'])(.+?)\1""", path.read_text(encoding="utf-8")):
            yield Found(message, _place(path), LITERALS.get(message, ""))


def _of_programs() -> Iterator[Found]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in ("_", "gettext", "lazy", "translate"):
                for message in _strings(node.args[:1]):
                    yield Found(message, _place(path), LITERALS.get(message, ""))


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _strings(expressions: Iterable[ast.expr]) -> Iterator[str]:
    """The strings that an argument may be: itself, or either side of a condition."""
    for expression in expressions:
        if isinstance(expression, ast.IfExp):
            yield from _strings((expression.body, expression.orelse))
        elif isinstance(expression, ast.Constant) and isinstance(expression.value, str):
            yield expression.value


def _place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


# Catalogues


def template() -> Catalog:
    """All messages without translations."""
    return _filled(Stable(header_comment=HEADER.format(""), fuzzy=False), {})


def updated(language: str, old: Catalog) -> Catalog:
    """The messages of the program with the translations that they have; those that are gone are dropped."""
    known = {str(message.id): str(message.string) for message in old if not message.fuzzy}
    header = HEADER.format(f" in {language}")
    return _filled(Stable(locale=language, header_comment=header, fuzzy=False), known)


HEADER = "# The words of sphinxext-pubs{}, under the same licence. Made by `make messages`."


def _filled(catalog: Catalog, known: dict[str, str]) -> Catalog:
    found = sorted(messages())
    for message in dict.fromkeys(row.message for row in found):
        rows = [row for row in found if row.message == message]
        added = catalog.add(
            message,
            known.get(message, ""),
            locations=[(place, 0) for place in dict.fromkeys(row.place for row in rows)],
            auto_comments=list(dict.fromkeys(row.comment for row in rows if row.comment)),
        )
        added.flags = {"python-brace-format"} if "{" in message else set()  # by whichever Babel
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as text, in the order of its message ids."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, sort_output=True, include_lineno=False)
    return buffer.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The catalogue as programs read it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def paths() -> dict[str, Path]:
    """Language → its catalogue, whether it is there yet or not."""
    folders = sorted(path for path in LOCALE.glob("*/LC_MESSAGES") if path.is_dir())
    return {folder.parent.name: folder / f"{CATALOG}.po" for folder in folders}


def read(language: str) -> Catalog:
    """Return the present catalogue of a language, empty for a new language."""
    path = paths()[language]
    return read_po(io.BytesIO(path.read_bytes() if path.exists() else b""), locale=language)


def main() -> None:
    """Write every catalogue, and say what is left to translate."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(as_po(template()))
    for language, path in paths().items():
        catalog = updated(language, read(language))
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        missing = [message.id for message in catalog if message.id and not message.string]
        print(f"{language}: {len(catalog) - len(missing)} of {len(catalog)} messages", *missing, sep="\n  ")


if __name__ == "__main__":
    main()
