"""From files to one library: finding and decoding sources, rejected files, and the use of the cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path, PosixPath

import pytest

from sphinxext_pubs.formats import BUILTIN_FORMATS, FORMATS, formats_of
from sphinxext_pubs.formats.base import Format, Source, load_reader, load_writer
from sphinxext_pubs.library import cache, encoding, reading, sources
from sphinxext_pubs.library.encoding import DamagedLine, decode, known_encoding
from sphinxext_pubs.library.load import load
from sphinxext_pubs.library.sources import FoundFile, Loaded, fingerprint
from sphinxext_pubs.model.links import WEB_SCHEMES
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Origin, Publication
from sphinxext_pubs.model.table import Table

DATA = (Path(__file__).resolve().parents[2] / "../shared/data/bib").resolve()


def find_files(patterns: list[str], root: Path) -> tuple[list[FoundFile], list[Problem]]:
    """Return the files that the patterns match, with the formats of this package."""
    return sources.find_files(patterns, root, formats=BUILTIN_FORMATS)


def entry(key: str, kind: str = "book") -> str:
    return f"@{kind}{{{key}, title = {{On {key}}}, year = 2024}}\n"


def item(key: str) -> str:
    return json.dumps([{"id": key, "type": "book", "title": f"On {key}"}])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a source directory with a few bibliographies, and one outside of it."""
    files = {
        "src/a.bib": entry("a"),
        "src/refs/c.bib": entry("c"),
        "src/refs/b.bib": entry("b"),
        "src/refs/deep/d.bib": entry("d"),
        "src/refs/notes.txt": "notes",
        "outside.bib": entry("outside"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path / "src"


def keys(loaded: Loaded) -> list[str]:
    return [publication.key for publication in loaded.library]


def messages(problems: tuple[Problem, ...] | list[Problem]) -> list[tuple[Code, str]]:
    return [(problem.code, str(problem.origin)) for problem in problems]


# Finding

FOUND = [
    ("file", ["a.bib"], ["a.bib"]),
    ("order of the patterns", ["refs/c.bib", "a.bib"], ["refs/c.bib", "a.bib"]),
    ("glob", ["refs/*.bib"], ["refs/b.bib", "refs/c.bib"]),
    ("deep glob", ["**/*.bib"], ["a.bib", "refs/b.bib", "refs/c.bib", "refs/deep/d.bib"]),
    ("outside", ["../outside.bib"], ["../outside.bib"]),
    ("glob outside", ["../*.bib"], ["../outside.bib"]),
    ("each once", ["refs/b.bib", "refs/*.bib", "./refs/../refs/b.bib"], ["refs/b.bib", "refs/c.bib"]),
    ("tidy path", ["./refs//b.bib"], ["refs/b.bib"]),
    ("character class", ["refs/[b].bib"], ["refs/b.bib"]),
]


@pytest.mark.parametrize(("patterns", "expected"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_find(root: Path, patterns: list[str], expected: list[str]) -> None:
    files, problems = find_files(patterns, root)
    assert [file.display_path for file in files] == expected
    assert all(file.path.is_file() for file in files)
    assert not problems


def test_an_absolute_path_is_shown_as_it_was_written(root: Path) -> None:
    for pattern in (str(root / "a.bib"), str(root / "a*.bib")):
        files, problems = find_files([pattern], root)
        assert [file.display_path for file in files] == [(root / "a.bib").as_posix()]
        assert not problems


def test_an_existing_file_with_wildcards_in_its_name_is_not_a_glob(root: Path) -> None:
    (root / "refs[1].bib").write_text(entry("x"))
    files, _ = find_files(["refs[1].bib"], root)
    assert [file.display_path for file in files] == ["refs[1].bib"]


def test_a_file_with_two_names_is_read_once(root: Path) -> None:
    os.symlink(root / "a.bib", root / "same.bib")
    files, _ = find_files(["same.bib", "a.bib"], root)
    assert [file.display_path for file in files] == ["same.bib"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("**/*.bib", ["a.bib", "refs/b.bib", "refs/c.bib", "refs/deep/d.bib"]),
        ("**/**/**/*.bib", ["a.bib", "refs/b.bib", "refs/c.bib", "refs/deep/d.bib"]),
        ("*/*.bib", ["a.bib", "refs/b.bib", "refs/c.bib", "refs/deep/d.bib"]),
        ("*/" * 60 + "*.bib", ["a.bib", "refs/b.bib", "refs/c.bib", "refs/deep/d.bib"]),
        ("*/" * 60 + "a.bib", ["a.bib"]),
        ("self/self/self/?.bib", ["a.bib"]),
    ],
)
def test_a_glob_reads_a_file_once_whatever_the_links(root: Path, pattern: str, expected: list[str]) -> None:
    for name in ("self", "also", "refs/up", "refs/deep/top"):
        os.symlink(root, root / name)
    os.symlink(root / "refs" / "deep", root / "aaa")
    os.symlink(root / "a.bib", root / "1.bib")
    files, problems = find_files([pattern], root)
    assert [file.display_path for file in files] == expected
    assert [file.path for file in files] == [root / name for name in expected]
    assert not problems


MISSING = [
    ("near name", "refs/bb.bib", "The file “refs/bb.bib” does not exist. Did you mean “refs/b.bib”"),
    ("far name", "zzzzzz.bib", "“zzzzzz.bib” does not exist. Did you mean “a.bib”? Paths in"),
    ("no folder", "nowhere/a.bib", "relative to the folder of conf.py"),
    ("glob", "refs/*.json", "No file matches “refs/*.json”. Did you mean “refs/b.bib”"),
    ("empty", " ", "The pattern “ ” is empty. Name a file."),
    ("inner stars", "a**b/***.bib", "“a**b/***.bib” has “**” next to other characters. Write “**” between"),
    ("open bracket", "refs/[b.bib", "The pattern “refs/[b.bib” has an unmatched “[”. Close it with “]”"),
    ("empty brackets", "refs/*[].bib", "“refs/*[].bib” has an unmatched “[”"),
    ("second bracket", "refs/[!b][]x.bib", "“refs/[!b][]x.bib” has an unmatched “[”"),
    ("brackets", "refs/[]x][!]]z.bib", "No file matches “refs/[]x][!]]z.bib”"),
    ("braces", "refs/{b,c}.bib", "“refs/{b,c}.bib” has braces, which are not supported"),
    ("home", "~/refs.bib", "“~/refs.bib” begins with “~”, which is not expanded"),
    ("NUL", "a\x00.bib", "The file “a�.bib” does not exist"),
]


@pytest.mark.parametrize(
    ("pattern", "message"), [row[1:] for row in MISSING], ids=[row[0] for row in MISSING]
)
def test_missing_files_are_reported_with_similar_names(root: Path, pattern: str, message: str) -> None:
    files, (problem,) = find_files([pattern], root)
    assert not files
    assert (problem.code, str(problem.origin)) == (Code.SOURCE_MISSING, "conf.py")
    assert message in problem.message
    assert str(root) not in problem.message


def test_files_that_are_sources_are_not_suggested(root: Path) -> None:
    _, (problem,) = find_files(["a.bi", "a.bib"], root)
    assert problem.suggestion is not None
    assert "a.bib" not in problem.suggestion.near


def test_unreadable_files_are_ignored(root: Path) -> None:
    os.symlink(root / "nothing", root / "dangling.bib")
    os.mkfifo(root / "pipe.bib")
    (root / "large.bib").write_text(entry("x") * 20)
    patterns = ["refs", "dangling.bib", "pipe.bib", "large.bib", "a.bib"]
    inputs = sources.read_inputs(patterns, root, None, (), (), formats=BUILTIN_FORMATS, max_size=100)
    assert [data for _, data in inputs.files] == [entry("a").encode()]
    assert messages(inputs.problems) == [(Code.SOURCE_UNREADABLE, name) for name in patterns[:-1]]
    for problem, words in zip(inputs.problems, ("refs/*.bib", "No such file", "regular", "MiB"), strict=True):
        assert words in problem.message
        assert str(root) not in problem.message


class GrowingPath(PosixPath):
    """A path that has 5 bytes until it is read."""

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        status = super().stat(follow_symlinks=follow_symlinks)
        return os.stat_result((*status[:6], 5, *status[7:]))


def test_a_file_that_grows_while_it_is_read_is_too_large(root: Path) -> None:
    file = FoundFile(GrowingPath(root / "a.bib"), "a.bib")
    assert sources.read_file(file) == entry("a").encode()
    problem = sources.read_file(file, max_size=10)
    assert isinstance(problem, Problem)
    assert problem.code is Code.SOURCE_UNREADABLE


# Encodings

TEXT = "@book{k, title = {Größe œuvre “x”}}\n"
DECODED = [
    ("UTF-8", TEXT.encode(), None, "utf-8"),
    ("UTF-8 with a mark", TEXT.encode("utf-8-sig"), "cp1252", "utf-8"),
    ("UTF-16 LE with a mark", b"\xff\xfe" + TEXT.encode("utf-16-le"), None, "utf-16-le"),
    ("UTF-16 BE with a mark", b"\xfe\xff" + TEXT.encode("utf-16-be"), None, "utf-16-be"),
    ("UTF-32 LE with a mark", b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), None, "utf-32-le"),
    ("UTF-32 BE with a mark", b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"), None, "utf-32-be"),
    ("UTF-16 LE", TEXT.encode("utf-16-le"), None, "utf-16-le"),
    ("UTF-16 BE", TEXT.encode("utf-16-be"), None, "utf-16-be"),
    ("configured", TEXT.encode("cp1252"), "Windows-1252", "cp1252"),
    ("configured Latin-1", TEXT.encode("cp1252"), "latin-1", "cp1252"),
    ("configured nonsense", TEXT.encode(), "nonsense", "utf-8"),
    ("configured UTF-16", TEXT.encode("utf-16-le"), "utf-16", "utf-16-le"),
]


@pytest.mark.parametrize(
    ("data", "configured", "encoding"), [row[1:] for row in DECODED], ids=[row[0] for row in DECODED]
)
def test_decode(data: bytes, configured: str | None, encoding: str) -> None:
    decoded = decode(data, configured)
    assert (decoded.text, decoded.encoding, decoded.damaged_lines, decoded.guess) == (TEXT, encoding, (), "")


DECLARED = [
    ("JabRef", "% Encoding: windows-1252\n", "cp1252"),
    ("JabRef later", "\n%This file was created with JabRef.\n%Encoding: Cp1252\n", "cp1252"),
    ("Emacs", "% -*- mode: bibtex; coding: latin-1-unix -*-\n", "utf-8"),
    ("Emacs Latin-2", "% -*- coding: iso-8859-2 -*-\n", "iso8859-2"),
    ("TeXShop", "%!TEX encoding = MacOSRoman\n", "mac-roman"),
    ("TeXShop UTF-8", "% !TEX encoding = UTF-8 Unicode\n", "utf-8"),
    ("TeXShop IsoLatin", "% !BIB encoding = IsoLatin\n", "cp1252"),
    ("vim", "% vim: set fileencoding=koi8-r :\n", "koi8-r"),
    ("GBK", "% Encoding: GBK\n", "gb18030"),
    ("ASCII is UTF-8", "% Encoding: US-ASCII\n", "utf-8"),
    ("no text encoding", "% Encoding: zlib\n", "utf-8"),
    ("slow", "% Encoding: punycode\n", "utf-8"),
    ("not in ASCII", "% Encoding: utf-16\n", "utf-8"),
    ("unknown", "% Encoding: klingon\n", "utf-8"),
    ("in a field", "@book{k, note = {Encoding: cp1252}}\n", "utf-8"),
    ("too far down", "\n" * 30 + "% Encoding: cp1252\n", "utf-8"),
    ("carriage returns", "%\r% Encoding: cp1252\r", "cp1252"),
]


@pytest.mark.parametrize(
    ("head", "encoding"), [row[1:] for row in DECLARED], ids=[row[0] for row in DECLARED]
)
def test_declared_encodings(head: str, encoding: str) -> None:
    decoded = decode(head.encode() + "@book{k}\n".encode(encoding), "utf-8")
    assert decoded.encoding == encoding
    assert not decoded.damaged_lines


def test_a_declaration_has_precedence_over_the_configured_encoding() -> None:
    data = "% Encoding: cp1251\nПривет".encode("cp1251")
    assert decode(data, "cp1252").text.endswith("Привет")


@pytest.mark.parametrize(
    "name", ["zlib", "rot13", "punycode", "idna", "utf-7", "unicode_escape", "", "a\0b", "../x"]
)
def test_names_that_are_not_encodings_of_files(name: str) -> None:
    assert known_encoding(name) is None


LINE_ENDS = [("LF", "\n"), ("CRLF", "\r\n"), ("CR", "\r")]


@pytest.mark.parametrize("end", [row[1] for row in LINE_ENDS], ids=[row[0] for row in LINE_ENDS])
def test_line_ends_are_normalized_and_counted(end: str) -> None:
    data = end.join(["a", "b\u2028\u0085c", "", "d\udce9"]).encode("utf-8", "surrogateescape")
    decoded = decode(data)
    assert decoded.text == "a\nb\u2028\u0085c\n\nd\ufffd"
    assert decoded.damaged_lines == (DamagedLine(4, "0xE9"),)


BAD = [
    ("one byte", b"good\nUniversit\xe9\n\xc9cole\n", [(2, "0xE9"), (3, "0xC9")], "windows-1252"),
    ("among UTF-8", "Größe\n".encode() + b"\xff\n", [(2, "0xFF")], ""),
    ("Chinese", "好的\n".encode("gb18030"), [(1, "0xBA")], "gb18030"),
    ("Traditional Chinese", "深度學習的自然語言處理\n".encode("big5"), [(1, "0xB2")], "big5"),
    (
        "Japanese",
        ("山田, 太郎: 深層学習による自然言語処理の研究, 情報処理学会論文誌. " * 5 + "\n").encode("shift_jis"),
        [(1, "0x8E")],
        "shift_jis",
    ),
    ("Czech", "Příliš žluťoučký kůň, Dvořák, Jiří\n".encode("cp1250"), [(1, "0xF8")], "windows-1250"),
    ("Russian", "Привет, мир и всем\n".encode("cp1251"), [(1, "0xCF")], "windows-1251"),
    ("lines with a real \ufffd stay", b"\xef\xbf\xbd\n\xff\n", [(2, "0xFF")], ""),
    ("NUL", b"a\n\x00b\n", [(2, "U+0000")], ""),
    ("C1 control", "a\u0081\n".encode(), [(1, "U+0081")], ""),
    ("non-character", "a\n\ufffe\n\ufdd0".encode(), [(2, "U+FFFE"), (3, "U+FDD0")], ""),
    ("both", b"\xff\n\x01\n", [(1, "0xFF"), (2, "U+0001")], "windows-1252"),
    ("both in a line", b"\xff\x01", [(1, "0xFF")], ""),
]


@pytest.mark.parametrize(("data", "bad", "guess"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_damaged_lines(data: bytes, bad: list[tuple[int, str]], guess: str) -> None:
    decoded = decode(data)
    assert [(damaged.line, damaged.found) for damaged in decoded.damaged_lines] == bad
    assert decoded.guess == guess
    assert "\ufffd" in decoded.text
    assert "\0" not in decoded.text


@pytest.mark.parametrize(
    "data", [b"\xe9" * 2**18, b"\xb0\xa1" * 2**17, b"caf\xe9\n" * 2**15, b"a\0\xff\xd8" * 2**16]
)
def test_the_encoding_of_a_large_file_is_guessed_from_a_sample(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []
    detect = encoding._detect_encodings
    monkeypatch.setattr(
        encoding,
        "_detect_encodings",
        lambda sample, *rest: sizes.append(len(sample)) or detect(sample, *rest),
    )
    assert decode(data) == decode(data)
    assert sizes
    assert max(sizes) <= 2**14


def test_the_detector_is_only_imported_for_a_file_that_is_not_unicode() -> None:
    code = (
        "import sys; from sphinxext_pubs.library.encoding import decode; decode('Größe'.encode()); "
        "decode('Größe'.encode('cp1252'), 'cp1252'); print('charset_normalizer' in sys.modules); "
        "decode('Größe'.encode('cp1252')); print('charset_normalizer' in sys.modules)"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.split() == ["False", "True"]


def test_half_a_character_of_utf_16() -> None:
    decoded = decode(b"\xff\xfe" + "a\nb\n".encode("utf-16-le") + b"\x00\xd8a\0")
    assert decoded.damaged_lines == (DamagedLine(3, "half a character"),)


def test_invalid_bytes_are_one_problem_with_their_lines(root: Path) -> None:
    (root / "bad.bib").write_bytes(b"".join(b"@book{k%d, title = {\xe9}}\n" % number for number in range(30)))
    loaded = load(["bad.bib"], root)
    (problem,) = loaded.problems
    assert len(loaded.library) == 30
    assert (problem.code, problem.origin) == (Code.ENCODING, Origin("bad.bib", 1))
    assert (problem.uses, problem.more_lines) == (30, tuple(range(2, 31)))
    assert "0xE9 is not valid in utf-8" in problem.message
    assert "windows-1252" in problem.message
    assert problem.message.endswith(
        "This occurs 30 times in the file, also at lines 2, 3, 4, 5, 6, 7, 8, 9 and 21 more."
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("behavior\x97evoked", "behavior\u2014evoked"),
        ("\x91theta\x92", "\u2018theta\u2019"),
        ("\u00e9\x96a", "\u00e9\u2013a"),
        ("the \u00e2\x80\x9cbad\u00e2\x80\x9d one", "the \u201cbad\u201d one"),
        ("M\u00c3\x9cnchen", "M\u00dcnchen"),
    ],
)
def test_controls_of_faulty_conversions_are_repaired_and_reported(text: str, shown: str) -> None:
    decoded = decode(f"ok\n{text}\n".encode())
    assert decoded.text == f"ok\n{shown}\n"
    assert [(row.line, row.is_repaired) for row in decoded.damaged_lines] == [(2, True)]


def test_control_characters_are_reported(root: Path) -> None:
    (root / "bad.bib").write_bytes(b"@book{k, title = {a\x07}}\n")
    loaded = load(["bad.bib"], root)
    assert [problem.message for problem in loaded.problems] == [
        "U+0007 is not allowed in text; it is shown as \ufffd. Remove it."
    ]


# Formats of files

FOREIGN = [
    ("RIS", b"TY  - JOUR\nTI  - A\nER  - \n", "a RIS file"),
    ("HTML", b"<!DOCTYPE html>\n<html><body>404</body></html>", "an HTML page"),
    ("HTML after a comment", b"<!-- x -->\n<HTML lang=en>", "an HTML page"),
    ("XML", b"<?xml version='1.0'?><records/>", "an XML file"),
    ("JSON", b'[{"id": "a"}]', "JSON"),
    ("LFS", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", "a Git LFS pointer"),
    ("PubMed", b"\nPMID- 123\nOWN - NLM\n", "a PubMed"),
    ("EndNote", b"%0 Journal Article\n%A Yang, Ann\n", "an EndNote"),
    ("Web of Science", b"FN Clarivate Analytics Web of Science\nVR 1.0\n", "a Web of Science file"),
    ("bbl", b"\\begin{thebibliography}{9}\n\\bibitem{a} A\n", "LaTeX's formatted bibliography"),
    ("CSV", b'"Key","Item Type","Title"\n', "a table (CSV)"),
    ("PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF file"),
    ("ZIP", b"PK\x03\x04\x14\x00\x00\x00", "a ZIP archive"),
    ("zeros", b"\x01\x00\x00\x00\x02\x00\x03\x00\x00\x00" * 50, "binary data"),
    ("prose", b"My publications are these.\n", "plain text"),
]


@pytest.mark.parametrize(("data", "label"), [row[1:] for row in FOREIGN], ids=[row[0] for row in FOREIGN])
def test_other_formats_are_reported_by_name(root: Path, data: bytes, label: str) -> None:
    (root / "x.bib").write_bytes(data)
    loaded = load(["x.bib", "a.bib"], root)
    (problem,) = loaded.problems
    assert keys(loaded) == ["a"]
    assert (problem.code, problem.origin) == (Code.NOT_BIBTEX, Origin("x.bib", 1))
    assert f"This is not BibTeX: it seems to be {label}" in problem.message


def test_bibtex_in_a_json_file(root: Path) -> None:
    (root / "x.json").write_text(entry("x"))
    loaded = load(["x.json"], root)
    (problem,) = loaded.problems
    assert "This is not CSL-JSON: it seems to be BibTeX." in problem.message
    assert not keys(loaded)


def test_an_html_page_with_entries_is_read_and_reported(root: Path) -> None:
    (root / "x.bib").write_text("<html><pre>\n" + entry("x") + "</pre></html>")
    loaded = load(["x.bib"], root)
    assert keys(loaded) == ["x"]
    assert [problem.code for problem in loaded.problems] == [Code.NOT_BIBTEX]
    assert "an HTML page, not BibTeX; only BibTeX in it is read" in loaded.problems[0].message


@pytest.mark.parametrize("text", ["", " \n", "% my bibliography\n%% none yet\n", "\ufeff"])
def test_an_empty_bibliography_is_fine(root: Path, text: str) -> None:
    (root / "x.bib").write_text(text, "utf-8")
    assert load(["x.bib"], root).problems == ()


@pytest.mark.parametrize(("text", "key"), [(entry("x"), "x"), (item("y"), "y")], ids=["BibTeX", "CSL-JSON"])
def test_without_a_known_suffix_the_content_is_examined(root: Path, text: str, key: str) -> None:
    (root / "refs.txt").write_text(text)
    loaded = load(["refs.txt"], root)
    assert keys(loaded) == [key]
    assert loaded.problems == ()


def test_an_unknown_suffix_with_unknown_content(root: Path) -> None:
    loaded = load(["refs/notes.txt"], root)
    (problem,) = loaded.problems
    assert (
        "This is not BibTeX, RIS, CSL-JSON, EndNote XML, PubMed, CSL-YAML, ACL Anthology XML or "
        "CITATION.cff: it seems to be plain text." in problem.message
    )


CONFLICT = (
    "<<<<<<< HEAD\n"
    + entry("ours")
    + "||||||| base\n"
    + entry("base")
    + "=======\n"
    + entry("theirs")
    + ">>>>>>> x\n"
)


def test_both_sides_of_a_merge_conflict_are_read(root: Path) -> None:
    (root / "x.bib").write_text(entry("x") + CONFLICT + entry("y"))
    loaded = load(["x.bib"], root)
    (problem,) = loaded.problems
    assert keys(loaded) == ["x", "ours", "base", "theirs", "y"]
    assert [publication.origin.line for publication in loaded.library] == [1, 3, 5, 7, 9]
    assert (problem.code, problem.origin) == (Code.NOT_BIBTEX, Origin("x.bib", 2))
    assert "Unresolved merge conflict" in problem.message


def test_many_merge_conflicts_are_one_problem(root: Path) -> None:
    (root / "x.bib").write_text(entry("x") + "<<<<<<< a\n=======\n>>>>>>> b\n" * 50)
    loaded = load(["x.bib"], root)
    (problem,) = loaded.problems
    lines = (problem.origin.line, *problem.more_lines)
    assert (problem.uses, lines) == (50, tuple(2 + 3 * number for number in range(50)))


CAUSES = {
    "an undefined macro": ("x.bib", "@misc{{k{0}, title={{A}}, note = jacm,\n publisher = jacm}}\n", 60),
    "a scheme": ("x.bib", "@misc{{k{0}, title={{A}}, url = {{zotero://{0}}}}}\n", 30),
    "a local path": ("x.bib", "@misc{{k{0}, title={{A}}, pdf = {{C:\\papers\\{0}.pdf}}}}\n", 30),
    "a missing comma": ("x.bib", "@misc{{k{0}, title={{A}}\n year=2024}}\n", 30),
    "a missing comma after keys": ("x.bib", "@misc{{k{0}\n title={{A}},\n year=2024}}\n", 30),
    "missing keys": ("x.bib", "@misc{{title={{A{0}}}, year=2024}}\n", 30),
    "repeated fields": ("x.bib", "@misc{{k{0}, title={{A}}, note={{A}}, note={{B}}}}\n", 30),
    "a date": ("x.bib", "@misc{{k{0}, title={{A}}, date={{soon-ish}}}}\n", 30),
    "a parent": ("x.bib", "@misc{{k{0}, title={{A}}, crossref={{nobody}}}}\n", 30),
    "a date in RIS": ("x.ris", "TY  - JOUR\nID  - k{0}\nTI  - A\nPY  - soon-ish\nER  - \n", 30),
    "records without an end": ("x.ris", "TY  - JOUR\nID  - k{0}\nTI  - A\n", 30),
}


@pytest.mark.parametrize(("name", "entry", "uses"), CAUSES.values(), ids=CAUSES)
def test_one_cause_is_one_problem(root: Path, name: str, entry: str, uses: int) -> None:
    (root / name).write_text("".join(map(entry.format, range(30))))
    loaded = load([name], root, schemes=WEB_SCHEMES)
    (problem,) = loaded.problems
    assert (problem.uses, problem.entries, len(loaded.library)) == (uses, 0, 30)
    assert problem.origin.line <= entry.count("\n")
    assert len(problem.more_lines) == uses - 1


def test_a_single_conflict_mark_is_not_a_conflict(root: Path) -> None:
    (root / "x.bib").write_text("<<<<<<< my papers\n" + entry("x"))
    assert load(["x.bib"], root).problems == ()


# One library


def test_the_library_has_the_order_of_the_sources(root: Path) -> None:
    (root / "j.json").write_text(item("j"))
    (root / "k.json").write_text(item("k"))
    loaded = load(["refs/c.bib", "j.json", "a.bib", "k.json"], root)
    assert keys(loaded) == ["c", "j", "a", "k"]
    assert loaded.problems == ()


def test_of_equal_keys_in_two_formats_the_first_is_used(root: Path) -> None:
    (root / "j.json").write_text("\n" + item("a"))
    loaded = load(["a.bib", "j.json"], root)
    (problem,) = loaded.problems
    assert keys(loaded) == ["a"]
    assert str(loaded.library.publications[0].origin) == "a.bib:1"
    assert (problem.code, str(problem.origin), problem.entries) == (Code.DUPLICATE_KEY, "j.json:2", 1)
    assert "the entry at a.bib:1 is used" in problem.message


def test_problems_are_in_the_order_of_sources_and_lines(root: Path) -> None:
    (root / "z.json").write_text('[{"type": "book", "title": "A"},\n{"id": "a", "type": "x"},\n7]')
    (root / "b.json").write_text("[{")
    loaded = load(["z.json", "missing.bib", "b.json"], root)
    assert [str(problem.origin) for problem in loaded.problems] == [
        "conf.py",
        "z.json:1",
        "z.json:2",
        "z.json:3",
        "b.json:1",
    ]


def test_equal_problems_are_reported_once_with_the_sum_of_lost_entries(root: Path) -> None:
    (root / "x.json").write_text('[1, {"id": "a", "type": "book"}, 2, 3]')
    (problem,) = load(["x.json"], root).problems
    assert problem.entries == 3


def test_rejected_urls_are_problems_if_schemes_are_given(root: Path) -> None:
    (root / "x.bib").write_text("@book{x, title = {A}, url = {javascript:alert(1)}}")
    assert load(["x.bib"], root).problems == ()
    (problem,) = load(["x.bib"], root, schemes=("http", "https")).problems
    assert (problem.code, str(problem.origin)) == (Code.URL, "x.bib:1")
    assert load(["x.bib"], root, schemes=("javascript",)).problems == ()


def test_json_is_unicode_whatever_is_configured(root: Path) -> None:
    (root / "x.json").write_text(
        json.dumps([{"id": "x", "type": "book", "title": "Größe"}], ensure_ascii=False), "utf-8"
    )
    (root / "y.bib").write_bytes("@book{y, title = {Größe}}".encode("cp1252"))
    loaded = load(["x.json", "y.bib"], root, "cp1252")
    assert [str(publication.title) for publication in loaded.library] == ["Größe", "Größe"]


BOTH_WAYS = [row for row in FORMATS if row.sniff and row.media_type]
READ = [row for row in FORMATS if row.sniff]


@pytest.mark.parametrize("row", BOTH_WAYS, ids=lambda row: row.name)
def test_each_format_reads_and_recognizes_its_own_output(root: Path, row: Format) -> None:
    publications = load(["a.bib"], root).library.publications
    text = load_writer(row)(publications)
    assert row.matches(text)
    (again,) = load_reader(row)([Source("x", text)])
    assert isinstance(again, Publication)
    assert (again.key, again.title, again.issued) == ("a", publications[0].title, publications[0].issued)
    for suffix in row.suffixes:
        assert row in formats_of(f"some/PATH{suffix.upper()}", BUILTIN_FORMATS)


@pytest.mark.parametrize("row", BOTH_WAYS, ids=lambda row: row.name)
def test_each_format_is_recognized_under_another_suffix(root: Path, row: Format) -> None:
    assert row.signature is not None
    text = load_writer(row)(load(["a.bib"], root).library.publications)
    for other in READ:
        if other.suffixes[0] not in row.suffixes:
            (root / f"wrong{other.suffixes[0]}").write_text(text)
            loaded = load([f"wrong{other.suffixes[0]}"], root)
            assert [problem.code for problem in loaded.problems] == [Code.NOT_BIBTEX]
            assert f"it seems to be {row.signature.label}." in loaded.problems[0].message


def test_formats_for_writing_only_are_not_read() -> None:
    feed = Format(name="feed", label="a feed", suffixes=(".atom",), module="no.such", media_type="text/xml")
    table = Table((feed, *FORMATS))
    assert formats_of("news.atom", table) == ()
    assert not feed.matches("anything")
    assert formats_of("a.bib", table) == (FORMATS[0],)


# Keys

RIS_ENTRY = "TY  - JOUR\nAU  - Doe, J.\nTI  - Mountains high\nPY  - 2024\nER  - \n"


def test_keys_are_made_for_entries_without_one_and_differ_from_written_ones(root: Path) -> None:
    (root / "a.ris").write_text(RIS_ENTRY * 2 + "TY  - GEN\nER  - \n")
    (root / "b.cff").write_text("title: Mountains high\nauthors: [{family-names: Doe}]\nyear: 2024\n")
    (root / "c.bib").write_text(entry("doe-2024-mountains"))
    loaded = load(["a.ris", "b.cff", "c.bib"], root)
    assert [key for key in keys(loaded) if not key.startswith("entry-")] == [
        "doe-2024-mountains-2",
        "doe-2024-mountains-3",
        "doe-2024-mountains-4",
        "doe-2024-mountains",
    ]
    assert sum(key.startswith("entry-") for key in keys(loaded)) == 1
    assert loaded.problems == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.bib", "b.bib"),
        ("a.bib", "b.json"),
        ("a.json", "b.json"),
        ("a.json", "b.bib"),
        ("a.ris", "b.bib"),
        ("a.ris", "b.ris"),
    ],
)
def test_a_repeated_key_is_reported_in_the_same_words(tmp_path: Path, first: str, second: str) -> None:
    long = "k" * 70
    texts = {
        "bib": entry(long),
        "json": item(long),
        "ris": f"TY  - JOUR\nID  - {long}\nTI  - On {long}\nER  - \n",
    }
    for name in (first, second):
        (tmp_path / name).write_text(texts[name[2:]])
    (problem,) = load([first, second], tmp_path).problems
    assert (problem.code, problem.origin, problem.entries) == (Code.DUPLICATE_KEY, Origin(second, 1), 1)
    assert problem.message == (
        f"Duplicate key “{'k' * 60}…”: the entry at {first}:1 is used. Rename or remove one of the two."
    )


# Digest and cache


def test_the_fingerprint_is_the_librarys_digest(root: Path) -> None:
    assert fingerprint(["*.bib"], root, formats=BUILTIN_FORMATS) == load(["*.bib"], root).library.digest
    assert (
        fingerprint(["*.bib"], root, "cp1252", ("http",), formats=BUILTIN_FORMATS)
        == load(["*.bib"], root, "cp1252", None, ("http",)).library.digest
    )


def test_the_fingerprint_does_not_depend_on_the_folder_or_the_time(root: Path, tmp_path: Path) -> None:
    before = fingerprint(["**/*.bib"], root)
    os.utime(root / "a.bib", (1, 1))
    root.rename(tmp_path / "moved")
    assert fingerprint(["**/*.bib"], tmp_path / "moved") == before


def test_the_fingerprint_changes_with_every_input(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patterns = ["*.bib", "later/*.bib"]
    seen = [
        fingerprint(patterns, root),
        fingerprint(patterns, root, "cp1252"),
        fingerprint(patterns, root, schemes=("x",)),
    ]
    times = (root / "a.bib").stat()
    (root / "a.bib").write_text(entry("z"))  # of the same length and the same time
    os.utime(root / "a.bib", ns=(times.st_atime_ns, times.st_mtime_ns))
    seen.append(fingerprint(patterns, root))
    (root / "a.bib").rename(root / "b.bib")
    seen.append(fingerprint(patterns, root))
    (root / "c.bib").write_text("")
    seen.append(fingerprint(patterns, root))
    (root / "later").mkdir()
    (root / "later" / "x.bib").write_text("")
    seen.append(fingerprint(patterns, root))
    monkeypatch.setattr(sources, "_reader_version", lambda: "another reader")
    seen.append(fingerprint(patterns, root))
    assert len(set(seen)) == len(seen)


def test_an_unchanged_library_comes_from_the_cache(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "doctrees" / "library.cache"
    (root / "j.json").write_text('[{"id": "j", "type": "novel"}]')
    patterns = ["*.bib", "*.json", "none.bib"]
    first = load(patterns, root, None, path)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "parse_library", lambda *_: pytest.fail("parsed again"))
        again = load(patterns, root, None, path)
    assert again.library.publications == first.library.publications
    assert again.library.digest == first.library.digest
    assert again.problems == first.problems
    assert [problem.code for problem in again.problems] == [Code.SOURCE_MISSING, Code.VALUE]


def test_a_changed_or_damaged_cache_is_rebuilt(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "library.cache"
    first = load(["a.bib"], root, None, path)
    path.write_bytes(path.read_bytes()[:-1])
    assert load(["a.bib"], root, None, path).library.publications == first.library.publications
    assert cache.read_cache(path, first.library.digest) is not None
    (root / "a.bib").write_text(entry("new"))
    assert keys(load(["a.bib"], root, None, path)) == ["new"]
    assert cache.read_cache(path, first.library.digest) is None


def test_a_cache_that_cannot_be_written_is_not_an_error(root: Path) -> None:
    assert keys(load(["a.bib"], root, None, root / "a.bib" / "library.cache")) == ["a"]


def test_a_missing_package_has_no_version() -> None:
    assert sources._package_version("no-such-package-anywhere") == ""


# Real files


def test_real_files_are_decoded() -> None:
    if not DATA.is_dir():
        pytest.skip(f"the test data is not there: {DATA}")
    expected = {"jabref-tiny-LE-withBOM": "utf-16-le", "jabref-encoding-windows-1252-with-header": "cp1252"}
    for path in sorted(DATA.glob("*.bib")):
        decoded = decode(path.read_bytes())
        assert decoded.encoding == expected.get(path.stem, "utf-8"), path.name
        assert not decoded.damaged_lines, path.name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.bib", "@misc{k, title={A}, pages={20--10}}"),
        ("x.ris", "TY  - JOUR\nID  - k\nTI  - A\nSP  - 20\nEP  - 10\nER  - \n"),
        ("x.json", '[{"id": "k", "type": "book", "title": "A", "page": "20-10"}]'),
    ],
)
def test_a_reversed_range_of_pages_is_reported(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text)
    loaded = load([name], root)
    (problem,) = loaded.problems
    assert loaded.library.publications[0].page == "20-10"
    assert (problem.code, str(problem.origin)) == (Code.VALUE, f"{name}:1")
    assert problem.message == (
        "Entry “k”, field “pages”: the range “20-10” is reversed; it is shown as written. "
        "Did you mean “10-20”?"
    )
