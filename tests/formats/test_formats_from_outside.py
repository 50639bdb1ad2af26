"""Formats of other packages: a row and a module are enough, whatever suffix they have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.cli import main
from sphinxext_pubs.formats import FORMATS, formats_of
from sphinxext_pubs.formats.base import Format, Formats, Signature, Source, check_format
from sphinxext_pubs.library.load import load
from sphinxext_pubs.library.sources import Loaded, fingerprint
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Date, Name, Origin, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.project.additions import Addition
from sphinxext_pubs.project.registry import Registry
from tests.conftest import Project

from .cards_xml import CARDS

RECORDS = """<?xml version="1.0" encoding="UTF-8"?>
<xml><cards>
<card><label>doe-2024</label><authors><author>Doe, Jane</author></authors><title>On Äpfel</title>
<year>2024</year></card>
<card><title>Without a label</title></card>
</cards></xml>
"""
VOLUME = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2024.acl"><volume id="long"><meta><booktitle>ACL</booktitle><year>2024</year></meta>
<paper id="1"><title>Attention</title><author><first>Ann</first><last>Yang</last></author></paper>
</volume></collection>
"""


def registry(*rows: Format) -> Registry:
    return Registry(lambda: [Addition("format", row) for row in rows])


def table(*rows: Format) -> Formats:
    return Table((*FORMATS, *rows))


def load_files(folder: Path, files: dict[str, str], *rows: Format) -> Loaded:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load(list(files), folder, formats=table(*rows))


def messages(loaded: Loaded) -> list[str]:
    return [f"{problem.origin}: {problem.message}" for problem in loaded.problems]


def keys(loaded: Loaded) -> list[str]:
    return [paper.key for paper in loaded.library]


def labels(*rows: Format) -> str:
    """Return the formats that are read, as messages list them."""
    names = [row.label for row in table(*rows).rows if row.is_read]
    return f"{', '.join(names[:-1])} or {names[-1]}"


# Reading


def test_the_content_decides_among_formats_with_one_suffix(tmp_path: Path) -> None:
    files = {"a.xml": RECORDS, "b.xml": VOLUME, "empty.xml": " \n", "c.crd": RECORDS.replace("doe", "roe")}
    loaded = load_files(tmp_path, files, CARDS)
    assert keys(loaded) == ["doe-2024", "2024.acl-long.1", "roe-2024"]
    assert messages(loaded) == [
        f"{name}: The record has no label and is ignored." for name in ("a.xml:5", "c.crd:5")
    ]
    assert sum(problem.entries for problem in loaded.problems) == 2
    assert str(loaded.library.publications[0].title) == "On Äpfel"
    assert len({paper.digest for paper in loaded.library if paper.digest}) == 3


def test_without_the_row_the_file_is_reported(tmp_path: Path) -> None:
    assert messages(load_files(tmp_path, {"a.xml": RECORDS})) == [
        "a.xml:1: This is not EndNote XML or ACL Anthology XML: it seems to be an XML file. It is ignored. "
        f"Export it as {labels()}."
    ]


def test_a_text_in_neither_format_names_both(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, {"a.xml": "<?xml version='1.0'?><other/>", "b.xml": "@misc{k}"}, CARDS)
    assert messages(loaded) == [
        "a.xml:1: This is not EndNote XML, ACL Anthology XML or Cards XML: it seems to be an XML "
        f"file. It is ignored. Export it as {labels(CARDS)}.",
        "b.xml:1: This is not EndNote XML, ACL Anthology XML or Cards XML: it seems to be BibTeX. "
        "It is ignored. Give the file the suffix .bib.",
    ]


def test_a_file_with_a_wrong_suffix_has_the_advice_of_the_row(tmp_path: Path) -> None:
    assert messages(load_files(tmp_path, {"a.bib": RECORDS}, CARDS)) == [
        "a.bib:1: This is not BibTeX: it seems to be Cards XML. It is ignored. "
        "Give the file the suffix .xml or .crd."
    ]


def test_a_file_without_a_known_suffix_is_recognized(tmp_path: Path) -> None:
    assert keys(load_files(tmp_path, {"a.data": RECORDS, "b.data": VOLUME}, CARDS)) == [
        "doe-2024",
        "2024.acl-long.1",
    ]


def test_an_ambiguous_text_is_reported(tmp_path: Path) -> None:
    other = replace(CARDS, name="other", label="Other XML", suffixes=(".xml", ".oth"))
    loaded = load_files(tmp_path, {"a.xml": RECORDS, "b.oth": RECORDS, "c.xml": VOLUME}, CARDS, other)
    assert keys(loaded) == ["doe-2024", "2024.acl-long.1"]
    assert messages(loaded)[0] == (
        "a.xml:1: This may be Cards XML or Other XML, which have the same suffix. It is ignored. "
        "Give the file the suffix .crd or .oth."
    )
    assert loaded.problems[0].code is Code.NOT_BIBTEX


def test_the_longest_suffix_wins(tmp_path: Path) -> None:
    longer = replace(CARDS, suffixes=(".enw.xml",))
    assert formats_of("A.ENW.XML", table(longer)) == (longer,)
    assert keys(load_files(tmp_path, {"a.enw.xml": RECORDS, "b.xml": VOLUME}, longer)) == [
        "doe-2024",
        "2024.acl-long.1",
    ]
    assert messages(load_files(tmp_path, {"c.enw.xml": VOLUME}, longer)) == [
        "c.enw.xml:1: This is not Cards XML: it seems to be ACL Anthology XML. It is ignored. "
        "Give the file the suffix .xml."
    ]


NOTES = '{"notes": [{"key": "a", "text": "A note"}, {"key": "b", "text": "Another"}]}'


def read_notes(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    for source in sources:
        for note in json.loads(source.text)["notes"]:
            yield Publication(note["key"], title=text_of(note["text"]), origin=Origin(source.path, 1))


NOTEBOOK = Format(
    name="notebook",
    label="Notebook",
    suffixes=(".json",),
    read=read_notes,
    sniff=r'\A\s*\{\s*"notes"',
)


def test_a_second_json_format_with_functions(tmp_path: Path) -> None:
    """CSL-JSON matches any JSON, so the other format is more specific."""
    items = '[{"id": "c", "type": "book", "title": "C"}]'
    loaded = load_files(tmp_path, {"a.json": NOTES, "b.json": items, "c.json": NOTES[:-1]}, NOTEBOOK)
    assert keys(loaded) == ["a", "b", "c"]
    (message,) = messages(loaded)
    assert re.fullmatch(
        r"c\.json:1: The reader of Notebook failed \(JSONDecodeError: .*, decoder\.py, line \d+\); "
        r"the entries before it are shown\. Report this to the author of the format “notebook”\.",
        message,
    )


@pytest.mark.parametrize(
    ("suffix", "text", "signature"),
    [
        (".enw", "%0 Journal Article\n%T A\n", r"^%0 "),
        (".csv", '"Key","Title"\n"a","A"\n', r'\A"Key","'),
        (".html", "<!DOCTYPE html>\n<html><span class='Z3988'>", r"class='Z3988'"),
        (".json", '{"a": 1}', r'"a"'),
        (".lst", '{"a": 1}', r'\{"a"'),
    ],
)
def test_a_format_that_is_only_recognized_without_it(
    tmp_path: Path, suffix: str, text: str, signature: str
) -> None:
    def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
        yield from (Publication("k", origin=Origin(source.path, 1)) for source in sources)

    kind = Signature(label="mine", pattern=signature, advice="read it")
    row = Format(name="mine", label="Mine", suffixes=(suffix,), sniff=signature, signature=kind, read=read)
    loaded = load_files(tmp_path, {f"a{suffix}": text}, row)
    assert (keys(loaded), messages(loaded)) == (["k"], [])


def test_a_mixed_file_is_still_reported(tmp_path: Path) -> None:
    text = "<html><body>\n" + RECORDS
    assert messages(load_files(tmp_path, {"a.crd": text}, CARDS))[0].startswith(
        "a.crd:1: This seems to be an HTML page, not Cards XML; only Cards XML in it is read."
    )


# Readers that fail


def failing(error: Any, after: int = 1) -> Format:
    """Return a format of lines, of which the reader fails on the word “bad”."""

    def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
        for source in sources:
            for number, key in enumerate(source.text.split(), 1):
                if key == "bad":
                    if isinstance(error, Exception):
                        raise error
                    yield error
                yield Publication(key, origin=Origin(source.path, number))

    return Format(name="lines", label="Lines", suffixes=(".lines",), sniff=r"\w", read=read)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (KeyError("title"), "KeyError: 'title'"),
        (RecursionError(), "RecursionError"),
    ],
)
def test_a_reader_that_fails_loses_nothing_else(tmp_path: Path, error: Any, reason: str) -> None:
    files = {"a.lines": "a1 a2", "b.lines": "b1 bad b3", "c.bib": "@misc{c, title={C}}", "d.lines": "d1"}
    loaded = load_files(tmp_path, files, failing(error))
    assert keys(loaded) == ["a1", "a2", "b1", "c", "d1"]
    (problem,) = loaded.problems
    assert (problem.code, problem.origin, problem.entries) == (Code.FORMAT, Origin("b.lines", 1), 1)
    assert problem.message.startswith(f"The reader of Lines failed ({reason}, ")


WRONG: dict[str, Any] = {
    "not a publication": "text",
    "a title": {"title": "T"},
    "a date": {"issued": "2024"},
    "a year": {"issued": Date(2020)},  # type: ignore[arg-type]
    "a year in words": {"issued": Date(("2020",))},  # type: ignore[arg-type]
    "an author": {"author": ("Zed",)},
    "a part of a name": {"author": (Name(family=3),)},  # type: ignore[arg-type]
    "a keyword": {"keyword": ("a", 3)},
    "a link": {"links": ("http://x",)},
    "an award": {"award": ("x",)},
    "a field": {"custom": ("x",)},
    "a span": {"title": Text((Span("blink", ("x",)),))},  # type: ignore[arg-type]
    "not Unicode": {"volume": "\ud800"},
}


@pytest.mark.parametrize("values", WRONG.values(), ids=WRONG)
def test_only_a_publication_with_a_wrong_type_is_lost(tmp_path: Path, values: Any) -> None:
    origin = Origin("b.lines", 2)
    item = Publication("bad", origin=origin, **values) if isinstance(values, dict) else values
    files = {"a.lines": "a1 a2", "b.lines": "b1 bad b3", "d.lines": "d1"}
    loaded = load_files(tmp_path, files, failing(item))
    assert keys(loaded) == ["a1", "a2", "b1", "bad", "b3", "d1"]  # “bad” again, which is valid
    (problem,) = loaded.problems
    assert (problem.code, problem.origin.path, problem.entries) == (Code.FORMAT, "b.lines", 1)
    assert problem.message.startswith("The reader of Lines returns an invalid publication for ")


def test_a_module_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    row = replace(CARDS, module="no_such_package.endnote")
    loaded = load_files(tmp_path, {"a.xml": RECORDS, "b.xml": VOLUME}, row)
    assert keys(loaded) == ["2024.acl-long.1"]
    assert "ModuleNotFoundError: No module named 'no_such_package'" in messages(loaded)[0]


def test_the_digest_of_a_publication_follows_its_values(tmp_path: Path) -> None:
    texts = (RECORDS, RECORDS.replace("<xml>", "<xml>\n"), RECORDS.replace("Äpfel", "Birnen"))
    libraries = [load_files(tmp_path, {"a.crd": text}, CARDS).library for text in texts]
    digests = [library.publications[0].digest for library in libraries]
    assert digests[0] == digests[1] != digests[2]


# The cache


def test_a_row_is_part_of_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(RECORDS)
    rows = (
        (),
        (CARDS,),
        (replace(CARDS, version="2"),),
        (replace(CARDS, label="Cards"),),
        (replace(NOTEBOOK, suffixes=(".xml",)),),
    )
    digests = [fingerprint(["a.xml"], tmp_path, formats=table(*row)) for row in rows]
    assert len(set(digests)) == len(rows)
    assert digests == [fingerprint(["a.xml"], tmp_path, formats=table(*row)) for row in rows]


def test_a_changed_reader_reads_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "a.crd").write_text(RECORDS)
    module = tmp_path / "cards_of_others.py"
    digests = []
    for code in ("read = None", "read = True"):
        module.write_text(code)
        row = replace(CARDS, module="cards_of_others")
        digests.append(fingerprint(["a.crd"], tmp_path, formats=table(row)))
    assert digests[0] != digests[1]


# Rules of rows


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "Cards"}, "the name must consist of lower-case letters, digits and -"),
        ({"name": "atom"}, "options use this name for something else"),
        ({"label": " "}, "the label is empty"),
        ({"suffixes": ()}, "the suffixes are missing"),
        ({"suffixes": ("xml",)}, "a suffix must begin with a dot and be in lower case, such as “.xml”"),
        ({"download_suffix": ".XML"}, "a suffix must begin with a dot and be in lower case, such as “.xml”"),
        ({"sniff": "", "media_type": ""}, "“sniff” (to be read) or “media_type” (to be written) is missing"),
        ({"module": ""}, "“read” or “module” is missing"),
        ({"module": "", "read": read_notes}, "“write” or “module” is missing"),
        ({"sniff": "", "read": read_notes}, "“sniff” is missing, which a format that is read has"),
        ({"sniff": "("}, "a pattern is not a valid regular expression"),
        ({"suffixes": (".bib",)}, "“bibtex” is written with the suffix .bib; set “download_suffix”"),
    ],
)
def test_rules(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        check_format(replace(CARDS, **changes), FORMATS)


@pytest.mark.parametrize("row", [CARDS, NOTEBOOK], ids=lambda row: row.name)
def test_valid_rows(row: Format) -> None:
    check_format(row, FORMATS)


def test_our_rows_follow_the_rules() -> None:
    rows = Registry().formats.rows
    for number, row in enumerate(rows):
        check_format(row, rows[:number])


# The command


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xml").write_text(RECORDS, encoding="utf-8")
    ours = registry(CARDS)
    assert main(["list", "a.xml", "--format", "keys"], ours) == 0
    assert capsys.readouterr().out == "doe-2024\n"
    assert main(["convert", "a.xml", "--to", "cards-xml", "-o", "b.crd"], ours) == 0
    assert main(["convert", "b.crd", "--to", "csl-json"], ours) == 0
    assert [item["title"] for item in json.loads(capsys.readouterr().out)] == ["On Äpfel"]
    assert main(["check", "a.xml"], ours) == 1
    assert "[missing_key]" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["convert", "a.xml", "--to", "cards-xml"])
    assert "cards-xml" in capsys.readouterr().err


def test_a_writer_that_fails_is_an_error_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.bib").write_text("@misc{a, title={A}}")
    row = replace(CARDS, module="", read=read_notes, write=lambda papers: 1)
    assert main(["convert", "a.bib", "--to", "cards-xml"], registry(row)) == 2
    assert "The writer of Cards XML failed (TypeError: it returns int, not str" in capsys.readouterr().err


# Builds


ADD = """
from sphinxext_pubs.api import add_format
from tests.formats.{module} import {row}

def setup(app):
    add_format(app, {row})
"""
ADD_CARDS = ADD.format(module="cards_xml", row="CARDS")


INDEX = "T\n=\n\n.. publications::\n   :download: cards-xml, bibtex\n"
CONF = '\npubs_sources = ["a.xml"]\npubs_pages = ["paper"]\n'


def test_a_build(project: Project) -> None:
    project.write({"a.xml": RECORDS, "index.rst": INDEX})
    built = project.build(conf=CONF + ADD_CARDS)
    assert built.warnings == ["a.xml:5: WARNING: The record has no label and is ignored. [pubs.missing_key]"]
    assert ">Cards XML</a>" in built.page()
    for file in ("_downloads/publications/index/index.xml", "papers/doe-2024.xml"):
        assert "<title>On Äpfel</title>" in (built.outdir / file).read_text("utf-8")
    assert "<summary>Cards XML</summary>" in built.page("papers/doe-2024")


def test_a_new_row_is_used_in_the_next_build(project: Project) -> None:
    project.write({"a.xml": RECORDS, "index.rst": "T\n=\n\n.. publications::\n"})
    assert "it seems to be an XML file" in project.build(conf=CONF).warnings[0]
    built = project.build(conf=CONF + ADD_CARDS)
    assert built.read == ["index"]
    assert "On Äpfel" in built.page()


def fail(papers: object) -> str:
    raise OSError("no license")


FAILING = replace(CARDS, module="", read=read_notes, write=fail)


def test_a_writer_that_fails_does_not_stop_a_build(project: Project) -> None:
    project.write({"index.rst": INDEX})
    add = ADD.format(module="test_formats_from_outside", row="FAILING")
    built = project.build(conf='\npubs_pages = ["paper"]\n' + add)
    assert {re.sub(r"line \d+", "line 1", line) for line in built.warnings if "failed" in line} >= {
        "WARNING: The writer of Cards XML failed (OSError: no license, test_formats_from_outside.py, "
        "line 1). Report this to the author of the format “cards-xml”. [pubs.format]"
    }
    assert "<summary>Cards XML</summary>" not in built.page("papers/ko-2023")
    assert "<summary>BibTeX</summary>" in built.page("papers/ko-2023")
