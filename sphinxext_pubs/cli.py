"""The command ``sphinx-pubs``: lists, converts and checks bibliographies. It never uses the network."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sphinxext_pubs.entities.authorities import LibraryAuthorities
from sphinxext_pubs.entities.ids_in_options import resolve_ids
from sphinxext_pubs.entities.people import People, parse_people
from sphinxext_pubs.entities.venues_file import KnownVenues, parse_venues
from sphinxext_pubs.formats import formats_of
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.library import load, sources
from sphinxext_pubs.library.sources import Loaded
from sphinxext_pubs.lint.checks import CHECKS, CheckProblem, check
from sphinxext_pubs.lint.fixes import FIXES, apply_fixes
from sphinxext_pubs.model.links import WEB_SCHEMES, is_invalid_doi
from sphinxext_pubs.model.problems import (
    Code,
    InvalidValueError,
    OptionError,
    Problem,
    Suggestion,
    message_text,
    missing_file,
    quoted,
)
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.suggestions import suggest
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.l10n import year_label
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.project.additions import installed_rows
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.project.suggestions import unknown_words
from sphinxext_pubs.query import evaluation
from sphinxext_pubs.query.facets import Facets
from sphinxext_pubs.query.index import Index
from sphinxext_pubs.render.exports import write_papers, written_formats
from sphinxext_pubs.version import __version__

#: Exit statuses: no problems, problems or no papers found, the command itself was wrong.
OK, PROBLEMS_FOUND, USAGE_ERROR = 0, 1, 2

#: The output formats of problems, and those of ``list``.
OUTPUTS = ("text", "json", "github")
TABLES = ("table", "keys")

#: The options other than facets that select and sort papers.
_OTHER_SELECTING = ("member-of", "filter", "sort", "limit")

#: The remedy for a group without a people file.
_NAME_PEOPLE = "Name a file with groups as --people"

#: Maximum widths of the columns of a table: key, year, authors.
WIDTHS = (40, 9, 28)


def main(arguments: Sequence[str] | None = None, registry: Registry | None = None) -> int:
    """Run the command; return 0 for success, 1 for problems (or no papers), 2 for a usage error.

    ``registry`` contains the tables, by default those with the rows of installed packages.
    """
    parser = _make_parser(registry or _find_tables())
    given = list(_join_sort_values(sys.argv[1:] if arguments is None else arguments))
    options, unknown = parser.parse_known_args(given)
    if unknown:
        known = [
            f"--{name.replace('_', '-')}" for name in vars(options).keys() - {"files", "registry", "run"}
        ]
        parser.error(_unknown_argument(unknown[0], sorted(known)))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # terminals keep their encoding, files and pipes get UTF-8
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")
    try:
        status: int = options.run(options)
    except InvalidValueError as error:
        place = f"sphinx-pubs: --{error.option}" if isinstance(error, OptionError) else "sphinx-pubs"
        print(error.message(place), file=sys.stderr)
        return USAGE_ERROR
    except BrokenPipeError:  # the reader, such as “head”, closed the pipe
        sys.stderr.close()
        return OK
    except OSError as error:
        reason = ": ".join(filter(None, (error.filename, error.strerror)))
        print(message_text(f"sphinx-pubs: {reason}"), file=sys.stderr)
        return USAGE_ERROR
    return status


def _unknown_argument(argument: str, known: Sequence[str]) -> str:
    """Return the message about an argument that no command takes."""
    word = argument.partition("=")[0]
    suggestion = Suggestion(suggest(word, known).near, "Use --help to see all options")
    kind = "option" if word.startswith("-") else "argument"
    return message_text(f"unknown {kind} {quoted(word)}", suggestion)


def _find_tables() -> Registry:
    """Return the tables with the rows of installed packages; what cannot be used is reported."""

    def report(problem: Problem) -> None:
        print(problem.message, file=sys.stderr)

    return Registry(lambda: installed_rows(report), report)


def _join_sort_values(arguments: Sequence[str]) -> Iterator[str]:
    """Join ``--sort`` with its value: argparse would take ``-year`` for another option."""
    rest = iter(arguments)
    for word in rest:
        value = next(rest, None) if word == "--sort" else None
        yield word if value is None else f"{word}={value}"


def _make_parser(registry: Registry) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sphinx-pubs", description=__doc__)
    parser.set_defaults(registry=registry)
    parser.add_argument("--version", action="version", version=__version__)
    written = list(written_formats(registry.formats))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = _add_command(commands, "list", "list the selected papers")
    _add_selection_options(listing, registry)
    listing.add_argument(
        "--format",
        choices=[*TABLES, *written],
        default="table",
        help="the output format (default: %(default)s)",
    )
    listing.set_defaults(run=_list)
    converting = _add_command(commands, "convert", "write papers in another format")
    _add_selection_options(converting, registry)
    converting.add_argument("--to", choices=written, required=True, help="the format to write")
    converting.add_argument("--output", "-o", type=Path, help="the file to write (default: the terminal)")
    converting.set_defaults(run=_convert)
    checking = _add_command(commands, "check", "report problems and missing data, with file and line")
    checking.add_argument(
        "--only", default="", metavar="CODES", help=f"only these checks, of {', '.join(CHECKS)}"
    )
    checking.add_argument("--skip", default="", metavar="CODES", help="leave out these checks")
    checking.add_argument(
        "--format", choices=OUTPUTS, default="text", help="the output format (default: %(default)s)"
    )
    _add_record_options(checking)
    fixes = " ".join(fix.help for fix in FIXES)
    checking.add_argument(
        "--fix", action="store_true", help=f"apply safe corrections to BibTeX files: {fixes}"
    )
    checking.set_defaults(run=_check)
    return parser


def _add_command(commands: Any, name: str, help: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=help, description=f"{help[0].upper()}{help[1:]}."
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file or a glob, as in pubs_sources")
    parser.add_argument(
        "--encoding", help="the encoding of files that are not UTF-8 and do not name their encoding"
    )
    return parser


def _add_selection_options(parser: argparse.ArgumentParser, registry: Registry) -> None:
    """Add the options that select publications, named like those of the directive."""
    for name in (*registry.facets.selecting, *_OTHER_SELECTING):
        row = registry.facets.get(name)
        about = row.help.replace("%", "%%") if row is not None else f"as the option “:{name}:” of a list"
        parser.add_argument(f"--{name}", metavar="VALUE", help=about)
    _add_record_options(parser)


def _add_record_options(parser: argparse.ArgumentParser) -> None:
    """Add the options for the people file and the venues file."""
    parser.add_argument("--people", type=Path, metavar="FILE", help="a people file, as in pubs_people")
    parser.add_argument("--venues", type=Path, metavar="FILE", help="a venues file, as in pubs_venues")


# Commands


def _load(options: argparse.Namespace) -> Loaded:
    """Return the library of the named files, relative to this folder; globs work as in ``pubs_sources``."""
    names = [Path(name).as_posix() for name in options.files]
    loaded = load.load(
        names, Path.cwd(), options.encoding, schemes=WEB_SCHEMES, formats=options.registry.formats
    )
    missing = next((problem for problem in loaded.problems if problem.code is Code.SOURCE_MISSING), None)
    if missing is not None:
        near = missing.suggestion.near if missing.suggestion else ()
        raise InvalidValueError(missing.sentence, Suggestion(near))
    return loaded


def _select(options: argparse.Namespace, loaded: Loaded) -> Sequence[Publication]:
    facets: Facets = options.registry.facets
    words = (*facets.selecting, *_OTHER_SELECTING)
    given = {name: getattr(options, name.replace("-", "_")) for name in words}
    selecting = {name: value for name, value in given.items() if value is not None}
    people, venues, record_problems = _read_records(options)
    resolved = resolve_ids(selecting, people, venues, facets.authorities, _NAME_PEOPLE)
    selected = evaluation.parse(
        {"sort": "none", "group-by": "none", **resolved}, facets=facets, knows_citations=False
    )
    for problem in (*loaded.problems, *record_problems):
        print(f"{problem.origin}: {_message(problem)} [{problem.code.value}]", file=sys.stderr)
    authorities = LibraryAuthorities(loaded.library.publications, people, venues)
    index = Index(loaded.library, facets, authorities)
    papers = evaluation.list_publications(selected, index).publications
    if not papers:
        unknown = unknown_words(selected, index, people, venues) if len(loaded.library) else ()
        none = "No paper matches the options" if len(loaded.library) else "The files contain no papers"
        for message in unknown or (message_text(none),):
            print(message, file=sys.stderr)
    return papers


def _list(options: argparse.Namespace) -> int:
    papers = _select(options, _load(options))
    if options.format == "table":
        _print_table(papers)
    elif options.format == "keys":
        for paper in papers:
            print(paper.key)
    else:
        sys.stdout.write(write_papers(options.registry.formats[options.format], papers))
    return OK if papers else PROBLEMS_FOUND


def _print_table(papers: Sequence[Publication]) -> None:
    """Print a line for each paper: key, year, authors, title."""
    rows = [
        (
            paper.key,
            year_label(paper.issued) if paper.issued else "",
            _short_names(paper),
            " ".join(plain_text(paper.title).split()),
        )
        for paper in papers
    ]
    longest = [max((len(row[column]) for row in rows), default=0) for column in range(len(WIDTHS))]
    widths = [min(width, limit) for width, limit in zip(longest, WIDTHS, strict=True)]
    for row in rows:
        cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[3]]).rstrip())


def _short_names(paper: Publication) -> str:
    listed = paper.author or paper.editor
    people = [name for name in listed if name != OTHERS]
    if people and (len(people) > 2 or OTHERS in listed):
        return f"{names.short_name(people[0])} et al."
    return " and ".join(map(names.short_name, people))


def _convert(options: argparse.Namespace) -> int:
    papers = _select(options, _load(options))
    text = write_papers(options.registry.formats[options.to], papers)
    if options.output is None:
        sys.stdout.write(text)
    else:
        if not options.output.parent.is_dir():
            folder = options.output.parent.as_posix()
            remedy = Suggestion(remedy="Make the folder first, or name another one")
            raise OptionError("output", f"the folder {quoted(folder)} does not exist", remedy)
        options.output.write_text(text, encoding="utf-8", newline="")
    return OK if papers else PROBLEMS_FOUND


def _check(options: argparse.Namespace) -> int:
    only = _parse_codes("only", options.only) or list(CHECKS)
    skipped = _parse_codes("skip", options.skip)
    if options.fix:
        _fix(options)
    loaded = _load(options)
    codes = [code for code in only if code not in skipped]
    people, venues, record_problems = _read_records(options)
    problems = [
        CheckProblem(problem.code.value, _message(problem), problem.origin)
        for problem in (*loaded.problems, *record_problems)
        if not ("doi" in codes and is_invalid_doi(problem))
    ]
    problems += check(list(loaded.library), Path.cwd(), codes, people, venues) if codes else []
    problems.sort(key=lambda problem: (problem.origin, problem.code, problem.message))
    _print_problems(problems, options.format)
    if options.format == "text":
        counts = _count(len(loaded.library), "entry", "entries"), _count(len(problems), "problem", "problems")
        print(", ".join(counts), file=sys.stderr)
    return PROBLEMS_FOUND if problems else OK


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _read_records(options: argparse.Namespace) -> tuple[People, KnownVenues, list[Problem]]:
    """Return the records of the people file and the venues file, and the problems in them."""
    people, people_problems = parse_people(*_read_text("people", options.people))
    venues, venue_problems = parse_venues(*_read_text("venues", options.venues))
    return people, venues, [*people_problems, *venue_problems]


def _read_text(option: str, file: Path | None) -> tuple[str, str]:
    """Return the text and the path of the file that an option names, or empty."""
    if file is None:
        return "", ""
    try:
        return file.read_text("utf-8-sig", "replace"), file.as_posix()
    except FileNotFoundError:
        raise OptionError(option, missing_file(f"{option} file", file.as_posix())) from None


#: Advice about settings in ``conf.py``, and the words for the command, which has no such files.
_ADVICE = (
    ("Set pubs_encoding", "Name its encoding with --encoding"),
    (", or add the scheme to pubs_url_schemes", ""),
)


def _message(problem: Problem) -> str:
    """Return the message of a problem, with the options of the command for those of ``conf.py``."""
    message = problem.message
    for words, others in _ADVICE:
        message = message.replace(words, others)
    return message


def _parse_codes(option: str, text: str) -> list[str]:
    """Return the checks that an option names; raise OptionError for an unknown one."""
    codes = text.replace(",", " ").split()
    for code in codes:
        if code not in CHECKS:
            raise OptionError(option, f"unknown check “{code}”", suggest(code, CHECKS))
    return codes


def _fix(options: argparse.Namespace) -> None:
    """Fix the files, keeping encoding and line ends."""
    names = [Path(name).as_posix() for name in options.files]
    files, _ = sources.find_files(names, Path.cwd(), formats=options.registry.formats)
    for file in files:
        if options.registry.formats["bibtex"] not in formats_of(file.display_path, options.registry.formats):
            continue
        data = file.path.read_bytes()
        try:
            text = data.decode(options.encoding or "utf-8")
        except (UnicodeDecodeError, LookupError):
            remedy = Suggestion(remedy="Name its encoding with --encoding")
            sentence = f"{file.display_path}: the file is not UTF-8; nothing is corrected in it"
            print(message_text(sentence, remedy), file=sys.stderr)
            continue
        corrected, count = apply_fixes(text)
        if count:
            # Written in place, which keeps links to the file and its permissions.
            file.path.write_bytes(corrected.encode(options.encoding or "utf-8"))
            print(f"{file.display_path}: {_count(count, 'correction', 'corrections')}", file=sys.stderr)


def _print_problems(problems: Sequence[CheckProblem], output: str) -> None:
    if output == "json":
        rows = [
            {
                "file": problem.origin.path,
                "line": problem.origin.line,
                "code": problem.code,
                "message": problem.message,
            }
            for problem in problems
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for problem in problems:
        if output == "github":
            message = problem.message.replace("%", "%25").replace("\n", "%0A")
            place = f"file={problem.origin.path},line={max(problem.origin.line, 1)},title={problem.code}"
            print(f"::warning {place}::{message}")
        else:
            print(f"{problem.origin}: {problem.message} [{problem.code}]")
