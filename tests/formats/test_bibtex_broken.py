"""Broken BibTeX: repairs and problems; a broken entry does not affect others."""

from __future__ import annotations

import gc
from functools import partial

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.blocks import parse_entries
from sphinxext_pubs.formats.bibtex.entries import RawEntry
from sphinxext_pubs.formats.bibtex.split import split_pieces
from sphinxext_pubs.model.problems import Problem
from tests.formats.bibtex_rows import read_all, source, summarize

OTHER = "@book{other, title = {Other}}\n"
#: The text of an entry, its fields that are read (or empty), and the problems.
ROWS = {
    "comma missing after a field": (
        "@article{a,\n title = {One}\n year = 2020,\n note = {N}\n}\n",
        "title=One; year=2020; note=N",
        ["a.bib:2 syntax"],
    ),
    "all commas missing": (
        "@article{a,\n title = {One}\n year = {2020}\n}\n",
        "title=One; year=2020",
        ["a.bib:2 syntax"],
    ),
    "brace of the entry missing": (
        "@article{a,\n title = {One},\n year = 2020\n\n",
        "title=One; year=2020",
        ["a.bib:1 syntax"],
    ),
    "brace of a value missing": (
        "@article{a,\n title = {One {X},\n year = {2020},\n note={N},\n}\n\n",
        "title=One {X}; year=2020; note=N",
        ["a.bib:1 syntax"],
    ),
    "an extra brace": (
        "@article{a,\n title = {One}},\n year = {2020},\n note = {N}\n}\n",
        "title=One; year=2020; note=N",
        ["a.bib:1 syntax"],
    ),
    "comma missing after the key": (
        "@article{a\n title = {One},\n year = {2020}\n}\n",
        "title=One; year=2020",
        ["a.bib:1 syntax"],
    ),
    "comma missing after the key, same line": (
        "@article{a title = {One},\n year = {2020}}\n",
        "title=One; year=2020",
        ["a.bib:1 syntax"],
    ),
    "key with signs": ('@article{a"{x},\n title = {One}\n}\n', "title=One", ["a.bib:1 syntax"]),
    "key with an equals sign": ("@article{a=b, title = {One}}\n", "title=One", ["a.bib:1 syntax"]),
    "text without braces": (
        "@article{a,\n title = One Two Three,\n pages = 10--20,\n year = 2020 ,}\n",
        "title=One Two Three; pages=10--20; year=2020",
        ["a.bib:2 syntax", "a.bib:3 syntax"],
    ),
    "two commas": (
        "@article{a,\n title = {One},,\n year = {2020},\n}\n",
        "title=One; year=2020",
        ["a.bib:1 syntax"],
    ),
    "quotation marks in quotation marks": (
        '@article{a,\n title = "One "big" wolf",\n year = "2020",\n}\n',
        'title=One "big" wolf; year=2020',
        ["a.bib:2 syntax"],
    ),
    "quotation marks and a comma": (
        '@article{a,\n title = "One "big, bad" wolf",\n year = "2020",\n}\n',
        'title=One "big, bad" wolf; year=2020',
        ["a.bib:1 syntax"],
    ),
    "a lone quotation mark": (
        '@article{a,\n title = "A 5" disk",\n year = "2020",\n}\n',
        'title=A 5" disk; year=2020',
        ["a.bib:1 syntax"],
    ),
    "a value without a name": (
        "@article{a,\n title = {One},\n = {x},\n}\n",
        "title=One",
        ["a.bib:3 syntax"],
    ),
    "one line, a name in quotation marks": (
        '@article{a, author={A, B}, title={T}, year=2024, "date-added"={x}, journal={J}}\n',
        "author=A, B; title=T; year=2024; journal=J",
        ["a.bib:1 syntax"],
    ),
    "several lines, a name in quotation marks": (
        '@article{a,\n author={A, B},\n "date-added" = {x,\n y},\n year=2024\n pages={1}}\n',
        "author=A, B; year=2024; pages=1",
        ["a.bib:1 syntax", "a.bib:5 syntax"],
    ),
    "one line in parentheses": (
        '@article(a, title={One (1)}, "x"={y}, note="b, c (2)", year=2020)\n',
        "title=One (1); note=b, c (2); year=2020",
        ["a.bib:1 syntax"],
    ),
    "one line, an invalid name": (
        "@article{a, title={One}, {x}={y}, no value, note={N}}\n",
        "title=One; note=N",
        ["a.bib:1 syntax"],
    ),
    "a name without a value": ("@article{a,\n title = {One}, year\n}\n", "title=One", ["a.bib:1 syntax"]),
    "merge conflict markers": (
        "@article{a,\n title = {One},\n<<<<<<< HEAD\n year = {2020},\n=======\n"
        " year = {2021},\n>>>>>>> x\n}\n",
        "title=One; year=2020",
        ["a.bib:1 syntax", "a.bib:6 duplicate_field"],
    ),
    "end of a type on another line": ("@article\n{a,\n title = {One}\n}\n", "title=One", []),
    "white space after the at sign": ("@ article{a, title = {One}}\n", "title=One", []),
    "sign in the type": ("@in-proceedings{a, title = {One}}\n", "title=One", []),
    "type that begins like a special block": ("@commentary{a, title = {One}}\n", "title=One", []),
    "type like a preamble": ("@preambles{a, title = {One}}\n", "title=One", []),
    "type like an abbreviation": ("@strings{a, title = {One}}\n", "title=One", []),
    "line break before a brace": (
        "@article{a, title = {One \\\\{x} y}, year=2000}\n",
        "title=One \\\\ {x} y; year=2000",
        [],
    ),
    "escaped brace": (
        "@article{a,\n title = {A \\{ b},\n year = {2020}\n}\n",
        "title=A \\{ b; year=2020",
        [],
    ),
    "comment after a value": (
        "@article{a,\n title = {One}, % first\n % url = {x},\n year = {2020} % last\n}\n",
        "title=One; year=2020",
        [],
    ),
    "full stop after a value": ("@article{a, title = {One}.}\n", "title=One", []),
    "line like an entry in a value": (
        "@article{a,\n abstract = {see\n@Override(x) and\n@article{foo, title={x}}\n ok},\n year = 2020\n}\n",
        "abstract=see @Override(x) and @article{foo, title={x}} ok; year=2020",
        [],
    ),
    "brace in quotation marks": ('@article{a,\n title = "On}e"\n}\n', "title=One", ["a.bib:2 syntax"]),
    "in parentheses": (
        "@article(a,\n title = {One (1)},,\n year = {2020})\n",
        "title=One (1); year=2020",
        ["a.bib:1 syntax"],
    ),
    "commas instead of an end": ("@article{a;\n title = {One};\n}\n", "title=One", ["a.bib:1 syntax"]),
    "an unmatched brace": (
        "@article{a,\n title = {O}ne},\n year = {2020}\n}\n",
        "title=One; year=2020",
        ["a.bib:1 syntax"],
    ),
    "an unknown type": ("@strings{a\n", "", ["a.bib:1 syntax -1"]),
    "entry within an entry": ("@article{a,\n", "", ["a.bib:1 syntax -1"]),
    "colons": ("@article{a,\n title : {One}\n}\n", "title=One", ["a.bib:1 syntax"]),
    "no equals signs": (
        '@article{a,\n title {One},\n note "N",\n year 2020\n}\n',
        "title=One; note=N; year=2020",
        ["a.bib:1 syntax"],
    ),
    "no equals sign, one line": (
        "@article{a, title={One}, note {N}}\n",
        "title=One; note=N",
        ["a.bib:1 syntax"],
    ),
    "two equals signs": ("@article{a,\n title == {One}\n}\n", "title=One", ["a.bib:2 syntax"]),
    "semicolons": (
        "@article{a,\n title = {One};\n year = 2020;\n}\n",
        "title=One; year=2020",
        ["a.bib:2 syntax"],
    ),
    "repeated commas": ("@article{a,,\n title = {One},,\n}\n", "title=One", ["a.bib:1 syntax"]),
    "no brace after the type": (
        "@article a,\n title = {One},\n year = 2020\n}\n",
        "title=One; year=2020",
        ["a.bib:1 syntax"],
    ),
    "nothing after the type": ("@articlea,\n title = {One}\n}\n", "title=One", ["a.bib:1 syntax"]),
    "a bracket after the type": ("@article[a, title = {One}]\n", "title=One", ["a.bib:1 syntax"]),
    "a bracket and a brace": ("\n@article[a, title = {One}}\n", "title=One", ["a.bib:2 syntax"]),
    "an angle after the type": ("@article<a, title = {One}>\n", "title=One", ["a.bib:1 syntax"]),
    "a comma after the type": ("@article,{a, title = {One}}\n", "title=One", ["a.bib:1 syntax"]),
    "a wide brace": ("@article｛a， title = {One}}\n", "title=One", ["a.bib:1 syntax"]),
    "a line break after the at sign": ("@\narticle\n{a, title = {One}}\n", "title=One", []),
    "two parentheses": ("@article((a, title = {One})\n", "title=One", ["a.bib:1 syntax"]),
    "no at sign": ("article{a,\n title = {One}\n}\n", "", ["a.bib:1 syntax -1"]),
    "no at sign in the middle": ("Text.\n  Book(a, title = {One})\nText.\n", "", ["a.bib:2 syntax -1"]),
    "a misspelt type": ("@artcile{a, title = {One}}\n", "title=One", ["a.bib:1 value"]),
    "no type": ("@{a, title = {One}}\n", "title=One", ["a.bib:1 value"]),
    "closed too early in a line": (
        "@misc{a, title={One}}, note={N}}, year={2020}}\n",
        "title=One; note=N; year=2020",
        ["a.bib:1 syntax"],
    ),
    "fields in the value of another one": (
        "@misc{a,\n title = {The {One},\n year = {2020}},\n note = {N}\n}\n",
        "title=The {One}; year=2020; note=N",
        ["a.bib:1 syntax"],
    ),
    "fields in the value of another one, one line": (
        "@misc{a, title={The One, year={2020}}, note={N}}\n",
        "title=The One; year=2020; note=N",
        ["a.bib:1 syntax"],
    ),
    "words like fields in a value": (
        '@misc{a, title={The One, x={2}}, abstract={<a title="x">, {year = {1}}}}\n',
        'title=The One, x={2}; abstract=<a title="x">, {year = {1}}',
        [],
    ),
    "bare commas": ("@article{a,,,,}\n", "", ["a.bib:1 syntax -1"]),
}


@pytest.mark.parametrize(("text", "fields", "expected"), ROWS.values(), ids=ROWS)
def test_a_broken_entry_is_repaired_or_reported_and_does_not_affect_others(
    text: str, fields: str, expected: list[str]
) -> None:
    publications, problems = read_all(text + OTHER)
    assert publications[-1].key == "other"
    assert [source(publication) for publication in publications[:-1]] == ([fields] if fields else [])
    assert summarize(problems) == expected
    assert publications[-1].origin.line == text.count("\n") + 1


ENDS = {
    "in a value": ("@article{a,\n title = {One},\n year = {20", "title=One; year=20"),
    "after a value": ("@article{a,\n title = {One},\n year = {2020}", "title=One; year=2020"),
    "in quotation marks": ('@article{a,\n title = "One},\n year = {2020}}', "title=One; year=2020"),
}


@pytest.mark.parametrize(("text", "fields"), ENDS.values(), ids=ENDS)
def test_truncated_files(text: str, fields: str) -> None:
    publications, problems = read_all(OTHER + text)
    assert [source(publication) for publication in publications] == ["title=Other", fields]
    assert summarize(problems) == ["a.bib:2 syntax"]


JUNK = {
    "address": "Write to me@home.org (now) or me@home(x), @ will\n",
    "commented out": "% @article{x,\n%  title={y}}\n%@book{b, title={T}}\n",
    "comment": "@comment{jabref-meta: groups;}\n@Comment{x}\n",
    "comment around entries": "@comment{\n@article{x, title={x}}\n@article{y, title={y}}\n}\n",
    "open comment": "@comment{ oops\n",
    "preamble": '@preamble{ "\\newcommand{\\x}[1]{}" }\n',
    "open preamble": '@preamble{ "\\newcommand{\n',
    "closing braces": "}}\n)\n",
    "handles": "@doe, @roe, and others: a = b\n",
    "words": "misc, title = {x}\n",
}


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_text_without_entries_is_neither_shown_nor_reported(junk: str) -> None:
    publications, problems = read_all(junk + OTHER)
    assert [publication.key for publication in publications] == ["other"]
    assert publications[0].origin.line == junk.count("\n") + 1
    assert problems == []


def test_messages_contain_the_entry_and_a_remedy() -> None:
    _, problems = read_all("@article{a,\n title = {One}\n year = 2020}\n@article{b,,}\n")
    assert [problem.message for problem in problems] == [
        "Entry “a”, field “title”: a comma is missing after the field.",
        "The entry that begins with “@article{b,,}” cannot be read and is ignored. "
        "Check its braces and commas.",
    ]


def test_messages_contain_the_line_of_the_error() -> None:
    _, problems = read_all("\n@article{a,\n title = {One},\n year\n}\n@article{b,\n x : 1\n}\n")
    assert [problem.message for problem in problems] == [
        "Entry “a”: invalid fields are ignored: “year” (noticed at line 5). "
        "The entry is shown as far as it can be read. Check it.",
        "The entry that begins with “@article{b,” cannot be read (noticed at line 8) and is ignored. "
        "Check its braces and commas.",
    ]


def test_messages_contain_the_names_of_ignored_fields_but_not_their_text() -> None:
    bad = "".join(f', "f{number}"={{SECRET}}' for number in range(6))
    _, (problem,) = read_all(f"@article{{a, title={{One}}, {'x ' * 40}, year=2024{bad}}}\n")
    long = ("x " * 30) + "…"
    assert problem.message == (
        f"Entry “a”: invalid fields are ignored: “{long}”, “f0”, “f1”, “f2”, “f3” and 2 more. "
        "The entry is shown as far as it can be read. Check it."
    )


IGNORED = {
    "and a missing comma": '@article{a,\n title={One},\n "added" = {x,\n y},\n year=2024\n pages={1}}\n',
    "on one line": '@article{a, title={One}, year=2024, "added"={x}, pages={1}}\n',
    "after a comment": "@article{a,\n title={One}, % first\n % second\n added, % third\n year=2024\n}\n",
}


@pytest.mark.parametrize("text", IGNORED.values(), ids=IGNORED)
def test_only_ignored_fields_are_named(text: str) -> None:
    _, problems = read_all(text)
    assert "invalid fields are ignored: “added”" in problems[0].message


@pytest.mark.parametrize(
    "head", ["{a, title={One},, year=2024}", "{a, title={One}, , }", "(a, title={One},,)"]
)
def test_no_field_is_named_if_none_is_ignored(head: str) -> None:
    _, (problem,) = read_all(f"@article{head}\n")
    assert problem.message.startswith("Entry “a”: a comma is repeated. The entry is shown")


def test_an_entry_without_a_key_gets_a_stable_one() -> None:
    text = "@article{,\n title={On Frogs}, author={Jane Doe and X}, year=2020}\n"
    publications, problems = read_all(text + text + "@misc{ title = {A} }\n@misc{,}")
    assert [publication.key for publication in publications] == [
        "doe-2020-frogs",
        "doe-2020-frogs-2",
        "a",
        "entry",
    ]
    assert summarize(problems) == [f"a.bib:{line} missing_key" for line in (1, 3, 5, 6)]


def test_the_rest_of_a_field_is_not_a_key() -> None:
    (publication,), problems = read_all("@misc{le = {Lost},\n title = {Frogs},\n}\n")
    assert (publication.key, source(publication)) == ("frogs", "title=Frogs")
    assert summarize(problems) == ["a.bib:1 missing_key"]


def test_white_space_in_a_key_is_collapsed() -> None:
    (publication,), problems = read_all("@misc{ a\n  b , title = {One}}")
    assert (publication.key, problems) == ("a b", [])


def test_entries_of_a_repeated_key_are_all_read() -> None:
    publications, problems = read_all("@book{k, title={A}}\n@book{K, title={B}}\n", "\n@book{k, title={C}}\n")
    assert [str(publication.title) for publication in publications] == ["A", "B", "C"]
    assert problems == []


def test_a_repeated_field_is_reported_once_and_only_if_it_differs() -> None:
    text = "@book{k,\n title={A},\n Title={A},\n note={x},\n note={y},\n note={z},\n file={a},\n file={b}}\n"
    (publication,), problems = read_all(text)
    assert source(publication) == "title=A; note=x"
    assert summarize(problems) == ["a.bib:5 duplicate_field"]


def test_repeated_keywords_are_joined() -> None:
    (publication,), problems = read_all("@book{k, keywords={a}, keywords={b; c}, keywords={a}}")
    assert publication.keyword == ("a", "b", "c")
    assert problems == []


@pytest.mark.parametrize("size", [1, 40, 400])
def test_a_file_read_in_pieces_gives_the_same_result(size: int) -> None:
    rows = enumerate(ROWS.values())
    text = "% head\n" + "".join(row[0] + OTHER.replace("other", f"o{number}") for number, row in rows)
    text = text.replace("@article{a", "\n@article{a")
    in_pieces = partial(split_pieces, piece_length=size)
    assert len(list(in_pieces(text))) > 1
    assert "".join(in_pieces(text)) == text
    sources = [Source("a.bib", text)]
    assert parse_entries(sources, split=in_pieces) == parse_entries(sources)


def test_a_line_of_many_at_signs_is_split_anywhere() -> None:
    sources = [Source("a.bib", "@x{" * 200 + "@" * 300 + "\n" + OTHER)]
    items = parse_entries(sources, split=partial(split_pieces, piece_length=30, max_at_signs=20))
    assert [item.key for item in items if isinstance(item, RawEntry)] == ["other"]
    assert sum(item.entries for item in items if isinstance(item, Problem)) == 200


def test_failures_are_freed_without_the_garbage_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        read_all("@article{a, title = {x\n" * 50)
        assert gc.collect() < 200
    finally:
        gc.enable()


def test_the_nearest_type_is_named() -> None:
    _, problems = read_all("@inproceeding{a, title={One}}\n@webpage{b, title={Two}}\n")
    assert [problem.message for problem in problems] == [
        "Entry “a”: unknown entry type “@inproceeding”; the entry is shown as “@misc”. "
        "Did you mean “@inproceedings”?"
    ]


def test_every_mistake_of_an_entry_is_reported() -> None:
    _, problems = read_all(
        "@article{a\n title = {One}\n note = {N}\n year = 2020,\n volume 3,\n pages,\n month = foo\n}\n"
    )
    assert [problem.message for problem in problems] == [
        "Entry “a”: a comma is missing after the key; a “=” is missing after “volume”; invalid fields are "
        "ignored: “pages” (noticed at line 2). The entry is shown as far as it can be read. Check it.",
        "Entry “a”, field “title”: a comma is missing after the field.",
        "Entry “a”, field “note”: a comma is missing after the field.",
        "Entry “a”, field “month”: unknown abbreviation “foo”; its name is used. Define it with @string, or "
        "put braces around the text.",
    ]
