"""Adversarial texts for readers: a beginning, a text that is repeated (the pump), and an end."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sphinxext_pubs.formats import BUILTIN_FORMATS
from sphinxext_pubs.library import reading
from sphinxext_pubs.library.sources import FoundFile, Inputs


@dataclass(frozen=True)
class Adversary:
    """An adversarial text of any length for the format with this suffix."""

    suffix: str
    pump: str
    begin: str = ""
    end: str = ""

    def text(self, size: int) -> str:
        """Return the text with approximately ``size`` characters."""
        return self.begin + self.pump * (size // len(self.pump)) + self.end


def read_seconds(adversary: Adversary, size: int) -> float:
    """Return the processor seconds for reading an adversarial text of this size."""
    path = Path(f"papers{adversary.suffix}")
    data = adversary.text(size).encode()
    inputs = Inputs(((FoundFile(path, path.name), data),), (), None, ("http", "https"), BUILTIN_FORMATS)
    with without_collection():
        began = time.thread_time()
        reading.parse_library(inputs, "digest")
        return time.thread_time() - began


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep the garbage collector away, whose time is that of all that a process holds."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _bib(pump: str, begin: str = "", end: str = "") -> Adversary:
    return Adversary(".bib", pump, begin, end)


def _field(pump: str, field: str = "title", begin: str = "") -> Adversary:
    return _bib(pump, f"@article{{k, {field} = {{{begin}", "}, year = 2024}\n")


ADVERSARIES: dict[str, Adversary] = {
    # Before, between and after entries
    "comment lines of percent signs": _bib("%%%%%%%%\n", end="@misc{k, title={A}}"),
    "comment lines without an entry": _bib("%%% x\n"),
    "percent signs in one line": _bib("%", end="\n@misc{k, title={A}}"),
    "blank lines": _bib("\n", end="x"),
    "spaces": _bib(" ", end="x"),
    "spaces and line breaks": _bib(" \n\t", end="@misc{k, title={A}}"),
    "at signs": _bib("@"),
    "at signs and spaces": _bib("@ "),
    "at signs and words": _bib("@a"),
    "at signs, words and braces": _bib("@a{"),
    "open braces": _bib("{"),
    "closed braces": _bib("}"),
    "alternating braces": _bib("{}"),
    "quotation marks": _bib('"'),
    "backslashes": _bib("\\"),
    "beginnings of comments": _bib("@comment{"),
    "entries without an end": _bib("@misc{k, title={A},\n"),
    "entries with one key": _bib("@misc{k, title={A}}\n"),
    "entries without a comma": _bib("@misc{k title={A} year=2024}\n"),
    "beginnings without a brace": _bib("@article k, title = {A}\n"),
    "beginnings without an at sign": _bib("article{k, title = {A}}\n"),
    "beginnings of lines and commas": _bib("@a,\n", end="x"),
    "entries that end too early": _bib("@misc{k, title={A}}, year={1}}\n"),
    "fields in the values of others": _bib("@misc{k, title={A, year={1}}, note={B}}\n"),
    "misspelt types": _bib("@artcile{k, title={A}}\n"),
    "fields without an equals sign": _bib("title {A},\n", "@misc{k,\n", "}"),
    "fields in a value": _field(", year={1}"),
    "fields deep in a value": _field(", year={1}", begin="{"),
    "unmatched closing braces": _bib("@misc{k, title={A}}}\n"),
    "markup before entries": _bib("<!--", end="@misc{k, title={A}}"),
    "merge conflict markers": _bib("<<<<<<< a\n", end=">>>>>>> b\n"),
    "definitions": _bib('@string{a = "b" # a}\n'),
    "definitions of one name": _bib('@string(a = "b")\n', end="@misc{k, title=a}"),
    "one very long key": _bib("k", "@misc{", ", title={A}}"),
    "a key of spaces": _bib(" ", "@misc{k", "k, title={A}}"),
    "commas": _bib(",", "@misc{k", "}"),
    "equals signs": _bib("=", "@misc{k, title", "}"),
    "fields of one name": _bib("title={A},\n", "@misc{k,\n", "}"),
    "fields without a name": _bib("={A},\n", "@misc{k,\n", "}"),
    "concatenations": _bib('"a" # ', "@misc{k, title = ", '"b"}'),
    "undefined macros": _bib("a # ", "@misc{k, title = ", "b}"),
    "a comment after a value": _bib("%\n ", "@misc{k, title = {A} ", "}"),
    "cross references": _bib("@misc{k, crossref={k}}\n"),
    # Titles
    "a title of braces": _field("{"),
    "a title of closed groups": _field("{a}"),
    "a title of nested groups": _bib("{", "@misc{k, title={", "}"),
    "a title of backslashes": _field("\\\\"),
    "a title of accents": _field(r"\'"),
    "a title of accents and braces": _field(r"\'{e}"),
    "a title of commands": _field(r"\emph{a}"),
    "a title of unknown commands": _field(r"\foo"),
    "a title of unfinished commands": _field(r"\emph"),
    "a title of options": _field(r"\cite["),
    "a title of dollar signs": _field("$"),
    "a title of formulas": _field("$a_1$ "),
    "a title of scripts": _field("$a^{b_{c}}$"),
    "a long formula": _field("x^", begin="$"),
    "a title of hyphens": _field("-"),
    "a title of quotation marks": _field("`"),
    "a title of apostrophes": _field("'"),
    "a title of alternating quotes": _field("``a''"),
    "a title of tildes": _field("~"),
    "a title of ampersands": _field("&"),
    "a title of unfinished entities": _field("&#x"),
    "a title of tags": _field("<i>"),
    "a title of closing tags": _field("</i>"),
    "a title of unfinished tags": _field("<a href="),
    "a title of comments": _field("<!--"),
    "a title of spaces": _field(" ", begin="a"),
    "a title of combining accents": _field("\u0301", begin="e"),
    "a title of addresses": _field("https://a.b/"),
    # Other fields
    "authors": _field("A. B. and ", "author"),
    "an author of commas": _field("a, ", "author"),
    "an author of particles": _field("de ", "author"),
    "an author of capitals": _field("A", "author"),
    "an author of full stops": _field("A.", "author"),
    "an author of hyphens": _field("A-", "author"),
    "an author of pairs": _field("family=a, ", "author"),
    "an author of signs": _field("*", "author", "Doe"),
    "an author of signs with carets": _field("^*", "author", "Doe "),
    "an author of signs with spaces": _field("* ", "author", "Doe "),
    "an author of commands of signs": _field(r"$^\ast$", "author", "Doe"),
    "an author of Han": _field("王", "author"),
    "pages of hyphens": _field("-", "pages"),
    "pages of spaces": _field(" ", "pages", "1"),
    "pages of digits": _field("1", "pages"),
    "pages of ranges": _field("1--2, ", "pages"),
    "a year of digits": _field("1", "year"),
    "a year of spaces": _field(" ", "year", "1"),
    "a date of hyphens": _field("-", "date", "2024"),
    "a date of slashes": _field("/", "date"),
    "a date of brackets": _field("[", "date"),
    "a month of hyphens": _field("jan-", "month"),
    "keywords": _field("a,", "keywords"),
    "keywords of spaces": _field(" ", "keywords", "a"),
    "a DOI of addresses": _field("https://doi.org/", "doi"),
    "DOIs": _field("10.1000/a,", "doi"),
    "a DOI of doi": _field("doi.", "doi", "https://"),
    "an address of slashes": _field("/", "url", "https:"),
    "an address of dots": _field("a.", "url", "https://"),
    "an address of percent signs": _field("%", "url", "https://a.b/"),
    "links": _field(r"\href{a}{b}", "url"),
    "unfinished links": _field(r"\href{", "url"),
    "files": _field("a:b.pdf:pdf;", "file"),
    "an arXiv ID": _field("arXiv:", "eprint"),
    "annotations": _field("1=corresponding;", "author+an"),
    "options": _field("a=b,", "options"),
    "cross references to many": _field("a,", "xdata"),
    "a language": _field("en-", "langid"),
    "an ISBN": _field("9 ", "isbn"),
    # Other formats
    "CSL-JSON: brackets": Adversary(".json", "["),
    "CSL-JSON: braces": Adversary(".json", "{"),
    "CSL-JSON: items": Adversary(".json", '{"id": "a", "title": "b"},', "[", "{}]"),
    "CSL-JSON: broken items": Adversary(".json", '{"id": "a", "title": },', "[", "{}]"),
    "CSL-JSON: strings": Adversary(".json", '"', '[{"id": "a", "title": '),
    "CSL-JSON: escapes": Adversary(".json", "\\", '[{"id": "a", "title": "', '"}]'),
    "CSL-JSON: digits": Adversary(".json", "1", '[{"id": "a", "volume": ', "}]"),
    "CSL-JSON: spaces": Adversary(".json", " ", "[", "]"),
    "CSL-JSON: markup": Adversary(".json", "<i>", '[{"id": "a", "title": "', '"}]'),
    "XML: elements": Adversary(".xml", "<a>", '<collection id="a">'),
    "XML: closed elements": Adversary(".xml", "</a>", '<collection id="a">'),
    "XML: beginnings": Adversary(".xml", "<collection "),
    "XML: attributes": Adversary(".xml", ' a="b"', '<collection id="a"', "/>"),
    "XML: comments": Adversary(".xml", "<!--", '<collection id="a">'),
    "XML: entities": Adversary(".xml", "&a;", '<collection id="a"><volume id="1">', "</volume></collection>"),
    "XML: ampersands": Adversary(".xml", "&", '<collection id="a"><volume id="1">', "</volume></collection>"),
    "XML: papers": Adversary(
        ".xml",
        '<paper id="1"><title>A</title></paper>',
        '<collection id="a"><volume id="1">',
        "</volume></collection>",
    ),
    "XML: authors without a name": Adversary(
        ".xml",
        "<author/>",
        '<collection id="a"><volume id="1"><paper id="1"><title>A</title>',
        "</paper></volume></collection>",
    ),
    "XML: declarations": Adversary(".xml", "<?xml "),
    "RIS: records": Adversary(".ris", "TY  - JOUR\nTI  - A\nER  - \n"),
    "RIS: beginnings": Adversary(".ris", "TY  - JOUR\n"),
    "RIS: ends": Adversary(".ris", "ER  - \n", "TY  - JOUR\n"),
    "RIS: a long value": Adversary(".ris", " ", "TY  - JOUR\nTI  - ", "a\nER  - \n"),
    "RIS: lines without a tag": Adversary(".ris", "a\n", "TY  - JOUR\nTI  - a\n", "ER  - \n"),
    "RIS: authors": Adversary(".ris", "AU  - A, B\n", "TY  - JOUR\n", "ER  - \n"),
    "RIS: numbers": Adversary(".ris", ";", "TY  - JOUR\nSN  - ", "\nER  - \n"),
    "RIS: addresses": Adversary(".ris", "; https://a.b/", "TY  - JOUR\nUR  - ", "\nER  - \n"),
    "CFF: colons": Adversary(".cff", "a: ", "cff-version: 1.2.0\n"),
    "CFF: nested lists": Adversary(".cff", "[", "cff-version: 1.2.0\ntitle: "),
    "CFF: nested mappings": Adversary(".cff", "{", "cff-version: 1.2.0\ntitle: "),
    "CFF: nested blocks": Adversary(".cff", "- ", "cff-version: 1.2.0\nauthors:\n"),
    "CFF: authors": Adversary(".cff", "  - family-names: A\n", "cff-version: 1.2.0\ntitle: A\nauthors:\n"),
    "CFF: keywords": Adversary(".cff", "  - a\n", "cff-version: 1.2.0\ntitle: A\nkeywords:\n"),
    "CFF: anchors": Adversary(".cff", "&a ", "cff-version: 1.2.0\ntitle: "),
    "CFF: quotation marks": Adversary(".cff", "'", "cff-version: 1.2.0\ntitle: "),
    "CFF: spaces": Adversary(".cff", " ", "cff-version: 1.2.0\ntitle:", "A\n"),
}
