"""The command ``sphinx-pubs``: lists, conversions, checks, fixes, and exit codes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from sphinxext_pubs.cli import OK, PROBLEMS_FOUND, USAGE_ERROR, main
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.codec import read
from sphinxext_pubs.lint.checks import CHECKS, CheckProblem, check, is_valid_isbn, is_valid_issn
from sphinxext_pubs.lint.fixes import apply_fixes
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation.annotations import is_valid_orcid
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.render.exports import written_formats

EXPORTS = written_formats(Registry().formats)

BIB = """@article{doe-2024,
  author = {Doe, Jane and Roe, Richard and Poe, Paul},
  title = {On {X}},
  journal = {J},
  year = {2024},
  pages = {1-9},
  doi = {https://doi.org/10.1234/x},
}
@book{roe-2023, author = {Roe, R.}, title = {Mountains}, year = 2023}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.bib").write_text(BIB, "utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    written = capsys.readouterr()
    return status, written.out, written.err


# Listing


def test_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "list", "a.bib")
    assert (status, err) == (OK, "")
    assert out == "doe-2024  2024  Doe et al.  On X\nroe-2023  2023  Roe         Mountains\n"


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["--year", "2024"], ["doe-2024"]),
        (["--author", "roe", "--sort", "date"], ["roe-2023", "doe-2024"]),
        (["--sort", "-year"], ["doe-2024", "roe-2023"]),
        (["--sort", "year, title"], ["roe-2023", "doe-2024"]),
        (["--type", "!book"], ["doe-2024"]),
        (
            ["--filter", "year >= 2023 and not author has “Poe”".replace("“", '"').replace("”", '"')],
            ["roe-2023"],
        ),
        (["--limit", "1"], ["doe-2024"]),
    ],
)
def test_selections(capsys: pytest.CaptureFixture[str], arguments: list[str], keys: list[str]) -> None:
    assert run(capsys, "list", "*.bib", "--format", "keys", *arguments)[1].split() == keys


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--year", "1900"), "No paper matches the options.\n"),
        (("--author", "Jane Do"), "No paper has the author “Jane Do”. Did you mean “Jane Doe”?\n"),
        (("--type", "artikle"), "No paper has the type “artikle”. Did you mean “article”?\n"),
        (("--filter", "has pages2 or has vid"), "No paper has “pages2”. Did you mean “pages”?\n"),
    ],
)
def test_nothing_found(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str) -> None:
    assert run(capsys, "list", "a.bib", *arguments) == (PROBLEMS_FOUND, "", message)


def test_a_file_without_papers(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "empty.bib").write_text("% nothing yet\n", "utf-8")
    status, out, err = run(capsys, "convert", "empty.bib", "--to", "ris")
    assert (status, out, err) == (PROBLEMS_FOUND, "", "The files contain no papers.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--auhtor", "Doe"),
            "Unknown option “--auhtor”. Did you mean “--author”? Use --help to see all options.",
        ),
        (("--xyzzy=1",), "Unknown option “--xyzzy”. Use --help to see all options."),
    ],
)
def test_unknown_options(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(capsys, "list", "a.bib", *arguments)
    assert ended.value.code == USAGE_ERROR
    assert message in capsys.readouterr().err


def test_invalid_selections(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "list", "a.bib", "--year", "soon")
    assert status == USAGE_ERROR
    assert err.startswith("sphinx-pubs: --year: ")


def test_citations_are_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "list", "a.bib", "--filter", "not cited")
    assert (status, out) == (USAGE_ERROR, "")
    assert err.startswith("sphinx-pubs: --filter: it is not known here what is cited.")


def test_problems_in_the_data_are_reported(capsys: pytest.CaptureFixture[str]) -> None:
    (Path.cwd() / "b.bib").write_text("@misc{b, title = {B}, url = {javascript:x}}\n")
    status, _, err = run(capsys, "list", "a.bib", "b.bib")
    assert status == OK
    assert "b.bib:1:" in err
    assert "[url]" in err
    assert run(capsys, "check", "b.bib", "--only", "doi")[1].count("[url]") == 1


def test_an_invalid_doi_is_reported_once(capsys: pytest.CaptureFixture[str]) -> None:
    (Path.cwd() / "b.bib").write_text("@misc{b, title = {B}, doi = {10.1/x}}\n")
    for options, code in (([], "[doi]"), (["--skip", "doi"], "[url]")):
        _, out, _ = run(capsys, "check", "b.bib", *options)
        assert [line.rpartition(" ")[2] for line in out.splitlines() if "“10.1/x” is not" in line] == [code]


@pytest.mark.parametrize("name", ["none.bib", "none/*.bib"])
@pytest.mark.parametrize("command", ["list", "check", "convert"])
def test_missing_files(capsys: pytest.CaptureFixture[str], command: str, name: str) -> None:
    more = ["--to", "ris"] if command == "convert" else []
    status, out, err = run(capsys, command, name, *more)
    assert (status, out) == (USAGE_ERROR, "")
    assert name in err
    assert "conf.py" not in err


# Converting


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format(capsys: pytest.CaptureFixture[str], name: str) -> None:
    status, out, _ = run(capsys, "convert", "a.bib", "--to", name)
    assert status == OK
    assert "Mountains" in out
    assert run(capsys, "list", "a.bib", "--format", name)[1] == out


def test_to_a_file(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, out, _ = run(capsys, "convert", "a.bib", "--to", "csl-json", "-o", "a.json")
    assert (status, out) == (OK, "")
    assert [item["id"] for item in json.loads((folder / "a.json").read_text("utf-8"))] == [
        "doe-2024",
        "roe-2023",
    ]


# Checking


def papers(text: str) -> list[Publication]:
    return [item for item in read([Source("x.bib", text)]) if isinstance(item, Publication)]


def found(text: str, *codes: str, folder: Path | None = None) -> list[CheckProblem]:
    return check(papers(text), folder or Path(), codes)


FULL = "@article{%s, author = {Doe, J.}, title = {%s}, journal = {J}, year = 2024%s}\n"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (FULL % ("a", "Fine", ""), []),
        ("@article{a, title = {T}, journal = {J}, year = 2024}", ["missing", "scholar"]),
        ("@book{a, editor = {E. D.}, title = {T}, year = 2024}", ["scholar"]),
        ("@book{a, author = {E. D.}, title = {T}}", ["missing", "scholar"]),
        ("@misc{a, author = {E. D.}, year = 2024}", ["missing", "scholar"]),
        (FULL % ("a", "Fine", ", doi = {11.1/x}"), ["doi"]),
        (FULL % ("a", "Fine", ", doi = {10.1234/x}"), []),
        (FULL % ("a", "Fine", ", doi = {10.1/x}"), ["doi"]),
        (FULL % ("a", "Fine", ", doi = {10/x}"), []),
        (FULL % ("a", "A", ", doi = {foo}") + FULL % ("b", "B", ", doi = {foo}"), ["doi", "doi"]),
        (FULL % ("a", "Fine", ", issn = {1234-5678}"), ["serial"]),
        (FULL % ("a", "Fine", ", issn = {0317-8471}"), []),
        (FULL % ("a", "Fine", ", isbn = {978-3-16-148410-0, 0-306-40615-2}"), []),
        (FULL % ("a", "Fine", ", isbn = {978-3-16-148410-1}"), ["serial"]),
        (FULL % ("a", "Fine", ", orcid = {0000-0002-1825-0098}"), ["serial"]),
        (FULL % ("a", "Fine", ", isbn = {978 3 16 148410 0}"), []),
        (FULL % ("a", "Fine", ", isbn = {0-306-40615-2 978-3-16-148410-0 (print)}"), []),
        (FULL % ("a", "Fine", ", isbn = {0-306-40615-2 978-3-16-148410-1 (print)}"), ["serial"]),
        (FULL % ("a", "Fine", ', author+an:orcid = {1="0000-0002-1825-0098"}'), ["serial"]),
        (FULL % ("a", "Fine", ', author+an:orcid = {1="https://orcid.org/0000-0002-1825-0097"}'), []),
        (FULL % ("a", "The BERT model", ""), ["capitals"]),
        (FULL % ("a", "Some LLMs", ""), ["capitals"]),
        (FULL % ("a", "Some pyPI2", ""), ["capitals"]),
        (FULL % ("a", "A Fine Title at Vol2", ""), []),
        (FULL % ("a", "a" + "a_" * 50_000, ""), []),
        (FULL % ("a", "The {BERT} model of $AB$ and mRNA", ""), ["capitals"]),
        (FULL % ("a", "THE WHOLE TITLE", ""), []),
        (
            FULL % ("a", "Long enough a title", "") + FULL % ("b", "Long Enough a {Title}", ""),
            ["duplicate-title"],
        ),
        (
            FULL % ("a", "A", ", doi = {10.1234/X}") + FULL % ("b", "B", ", doi = {10.1234/x}"),
            ["duplicate-doi"],
        ),
        (
            FULL
            % ("a", "Long enough a title", "")
            + "@misc{b, author = {Doe, J.}, title = {Long enough a title}, eprint = {2101.00001},"
            " year = 2023}",
            ["preprint"],
        ),
        (FULL % ("a", "Fine", ", pdf = {no/such.pdf}"), ["file"]),
        (FULL % ("a", "Fine", f", pdf = {{{'long/' * 2000}.pdf}}"), ["file"]),
    ],
)
def test_checks(text: str, codes: list[str]) -> None:
    assert [problem.code for problem in found(text)] == codes


def test_what_google_scholar_needs() -> None:
    (problem,) = found("@misc{a, editor = {E. D.}}", "scholar")
    assert problem.message.endswith("Google Scholar ignores papers without a title, an author or a year.")
    (problem,) = found("@misc{a, title = {T}, year = 2024}", "scholar")
    assert problem.message.endswith("Google Scholar ignores papers without an author.")


def test_venues_that_no_paper_has(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "v.yaml").write_text("- {id: j, name: J}\n- {id: k, name: K}\n", "utf-8")
    status, out, _ = run(capsys, "check", "a.bib", "--only", "venue", "--venues", "v.yaml")
    assert (status, out.count("\n")) == (PROBLEMS_FOUND, 1)
    assert out.startswith("v.yaml:2: No paper belongs to the venue “k”.")
    assert run(capsys, "check", "a.bib", "--only", "venue")[0] == OK


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("issn = {978-3-16-148410-0}", "“978-3-16-148410-0” is an ISBN, not an ISSN."),
        ("isbn = {2049-3630}", "“2049-3630” is an ISSN, not an ISBN."),
        ("issn = {1234-5678}", "“1234-5678” is not a valid ISSN (the checksum is wrong)."),
        ("isbn = {978-3-16-148410-0 3-16-148410-X}", ""),
        ("isbn = {978-3-16-148410-0 3-16-148410-1}", "“3-16-148410-1” is not a valid ISBN"),
    ],
)
def test_serial_numbers(field: str, message: str) -> None:
    (paper,) = read([Source("a.bib", f"@book{{a, title = {{T}}, {field}}}")])
    assert isinstance(paper, Publication)
    found = [problem.message for problem in check([paper], Path(), ["serial"])]
    assert len(found) == bool(message)
    assert message in "".join(found)


def test_only_the_selected_checks() -> None:
    text = "@book{a, title = {The BERT}}"
    assert {problem.code for problem in found(text, "capitals")} == {"capitals"}


def test_existing_files(folder: Path) -> None:
    (folder / "x.pdf").write_bytes(b"%PDF")
    assert found(FULL % ("a", "Fine", ", pdf = {x.pdf}"), "file", folder=folder) == []


@pytest.mark.parametrize(
    ("is_right", "value", "expected"),
    [
        (is_valid_isbn, "0-306-40615-2", True),
        (is_valid_isbn, "080442957X", True),
        (is_valid_isbn, "9783161484100", True),
        (is_valid_isbn, "9783161484101", False),
        (is_valid_isbn, "12", False),
        (is_valid_issn, "2049-3630", True),
        (is_valid_issn, "0000-006X", True),
        (is_valid_issn, "2049-3631", False),
        (is_valid_issn, "x", False),
        (is_valid_orcid, "0000-0002-1825-0097", True),
        (is_valid_orcid, "https://orcid.org/0000-0002-1694-233X", True),
        (is_valid_orcid, "0000-0002-1825-0098", False),
        (is_valid_orcid, "0000", False),
    ],
)
def test_check_digits(is_right: object, value: str, expected: bool) -> None:
    assert callable(is_right)
    assert is_right(value) is expected


def test_no_problems(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "check", "a.bib")
    assert (status, out, err) == (OK, "", "2 entries, 0 problems\n")


def test_problems(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "b.bib").write_text(BIB + "@book{x, title = {The BERT}, year = 2024,}\n@oops\n", "utf-8")
    status, out, _ = run(capsys, "check", "b.bib")
    assert status == PROBLEMS_FOUND
    assert "b.bib:10: Entry “x”: missing author or editor. [missing]" in out.splitlines()
    github = run(capsys, "check", "b.bib", "--format", "github", "--only", "missing")[1].splitlines()
    assert github[0] == "::warning file=b.bib,line=10,title=missing::Entry “x”: missing author or editor."
    rows = json.loads(run(capsys, "check", "b.bib", "--format", "json", "--skip", "capitals")[1])
    assert {row["code"] for row in rows} >= {"missing", "scholar"}
    assert all(row["file"] == "b.bib" for row in rows)


CFF = """cff-version: 1.2.0
title: A tool
authors: [{family-names: Doe, given-names: Jane}]
preferred-citation:
  type: article
  title: On x
  authors: [{family-names: Doe}, {family-names: Roe}]
  doi: 10.1234/X
  year: 2023
  journal: J.
"""


def test_differences_from_a_citation_file(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "CITATION.cff").write_text(CFF, "utf-8")
    status, out, _ = run(capsys, "check", "a.bib", "CITATION.cff")
    assert status == PROBLEMS_FOUND
    assert out.splitlines() == [
        "CITATION.cff:4: “doe-2024” at a.bib:1 differs in the authors: "
        "“Doe, Roe, Poe”, not “Doe, Roe”. [citation]",
        "CITATION.cff:4: “doe-2024” at a.bib:1 differs in the year: “2024”, not “2023”. [citation]",
    ]
    assert run(capsys, "check", "CITATION.cff")[0] == OK


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ("check", "a.bib", "--people", "lost.yaml"),
            "--people: The people file “lost.yaml” does not exist.",
        ),
        (("check", "a.bib", "--people", "."), ".: Is a directory."),
        (
            ("convert", "a.bib", "--to", "ris", "-o", "lost/a.ris"),
            "--output: the folder “lost” does not exist. Make the folder first, or name another one.",
        ),
    ],
)
def test_files_that_cannot_be_opened(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], error: str
) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out, err) == (USAGE_ERROR, "", f"sphinx-pubs: {error}\n")


def test_an_encoding_is_named_by_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    (Path.cwd() / "b.bib").write_bytes("@misc{b, title = {Über größere Maßstäbe}}\n".encode("cp1252"))
    _, out, _ = run(capsys, "check", "b.bib", "--only", "file")
    assert "Name its encoding with --encoding, or save it as UTF-8." in out


def test_unknown_schemes_are_reported_once_without_advice_on_settings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    entries = "".join(f"@misc{{b{i}, title = {{T}}, url = {{gopher://a.org/{i}}}}}\n" for i in range(3))
    (Path.cwd() / "b.bib").write_text(entries, encoding="utf-8")
    _, out, _ = run(capsys, "check", "b.bib", "--only", "file")
    (line,) = [line for line in out.splitlines() if "gopher" in line]
    assert "“gopher:” is not one of the allowed schemes (http, https). Use another address." in line
    assert "3 times" in line
    assert "pubs_url_schemes" not in out


def test_unknown_checks(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "check", "a.bib", "--only", "odd")
    assert status == USAGE_ERROR
    assert "--only: unknown check “odd”. Choose from: missing" in err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_is_always_utf_8(folder: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    (folder / "a.bib").write_text("@misc{k, title = {论文 – Ä}}\n", "utf-8")
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
    assert main(["convert", "a.bib", "--to", "csv"]) == OK
    sys.stdout.flush()
    assert "论文 – Ä" in out.getvalue().decode("utf-8")


# Correcting


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("  pages = {1-9},\n", "  pages = {1--9},\n", 1),
        ('  Pages\t= "1 – 9"\n', '  Pages\t= "1--9"\n', 1),
        ("  pages = {1--9},\n", "  pages = {1--9},\n", 0),
        ("  pages = {A-1},\n", "  pages = {A-1},\n", 0),
        ("  doi = {https://doi.org/10.1234/x},\r\n", "  doi = {10.1234/x},\r\n", 1),
        ("  doi = {doi:10.1234/x}}\n", "  doi = {10.1234/x}}\n", 1),
        ("  doi = {https://doi.org/10.1234/x}\r\n}\r\n", "  doi = {10.1234/x}\r\n}\r\n", 1),
        (
            "  year = 2020, pages={1-9}, doi = {dx.doi.org/10.1234/x}\n",
            "  year = 2020, pages={1--9}, doi = {10.1234/x}\n",
            2,
        ),
        ("  doi = {https://doi.org/doi:10.1234/x},\n", "  doi = {10.1234/x},\n", 1),
        ("  doi = {https://example.org/x},\n", "  doi = {https://example.org/x},\n", 0),
        ("  title = {1-9},\n", "  title = {1-9},\n", 0),
        ("  pages = {{1-9}},\n", "  pages = {{1-9}},\n", 0),
    ],
)
def test_fixes(before: str, after: str, count: int) -> None:
    assert apply_fixes("@misc{a,\n" + before) == ("@misc{a,\n" + after, count)


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, abstract = {One\n  pages = {1-2},\n two}}\n",
        '@misc{a, abstract = "One\n  pages = {1-2},\n two"}\n',
        "@comment{\n pages = {1-2},\n}\n",
        "  pages = {1-2},\n@misc{a}\n",
        '@misc{a,\n pages = "1-2},\n}\n',
    ],
)
def test_text_outside_fields_is_not_changed(text: str) -> None:
    assert apply_fixes(text) == (text, 0)


def test_fixing_keeps_the_rest_of_the_file(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, _, err = run(capsys, "check", "a.bib", "--fix")
    assert status == OK
    assert "a.bib: 2 corrections" in err
    expected = BIB.replace("{1-9}", "{1--9}").replace("https://doi.org/", "")
    assert (folder / "a.bib").read_text("utf-8") == expected
    assert "corrections" not in run(capsys, "check", "a.bib", "--fix")[2]


def test_fixing_changes_no_other_file(folder: Path) -> None:
    real, link, other = folder / "real.bib", folder / "link.bib", folder / "link.bib.tmp"
    real.write_text("@misc{a, title = {T},\n  pages = {1-2},\n}\n", "utf-8")
    other.write_text("mine", "utf-8")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("no symbolic links here")
    main(["check", "link.bib", "--fix"])
    assert "1--2" in real.read_text("utf-8")
    assert link.is_symlink()
    assert other.read_text("utf-8") == "mine"


def test_files_not_in_utf_8_are_not_fixed(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    data = BIB.replace("Jane", "J\xe4ne").encode("latin-1")
    (folder / "l.bib").write_bytes(data)
    assert "nothing is corrected" in run(capsys, "check", "l.bib", "--fix")[2]
    assert (folder / "l.bib").read_bytes() == data
    run(capsys, "check", "l.bib", "--fix", "--encoding", "latin-1")
    assert b"J\xe4ne" in (folder / "l.bib").read_bytes()
    assert b"1--9" in (folder / "l.bib").read_bytes()


def test_the_command_itself(folder: Path) -> None:
    command = [sys.executable, "-m", "sphinxext_pubs", "list", "a.bib", "--format", "keys"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert (done.returncode, done.stdout.split()) == (OK, ["doe-2024", "roe-2023"])


def test_every_check_is_documented() -> None:
    assert all(row.help.endswith(".") and row.code == code for code, row in CHECKS.items())
