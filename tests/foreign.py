"""Programs of others, which read what is written here: the fixture ``foreign``.

A test that asks for the fixture has the mark ``foreign``. It is skipped where a program that it runs is not
installed; ``make foreign`` and the step of that name in ``.ci/run`` fail then.
"""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

#: Program → the package that contains it, in Debian unless another place is named.
PACKAGES = {
    "bibtex": "texlive-binaries",
    "biber": "biber",
    "pandoc": "pypandoc-binary, from PyPI",
    "plainnat.bst": "texlive-latex-base",
} | dict.fromkeys(
    (
        *("bib2xml", "biblatex2xml", "copac2xml", "ebi2xml", "end2xml", "endx2xml", "isi2xml", "med2xml"),
        *("modsclean", "nbib2xml", "ris2xml", "wordbib2xml", "xml2ads", "xml2bib", "xml2biblatex"),
        *("xml2end", "xml2isi", "xml2nbib", "xml2ris", "xml2wordbib"),
    ),
    "bibutils",
)
#: The first version of pandoc that reads RIS and EndNote's XML.
PANDOC = (3, 1)
#: The words of the reason of a skip for a missing program, which ``.ci/run`` looks for.
MISSING = "is not installed"
#: Seconds that a program may take.
_LIMIT = 180

_AUX = "\\relax\n\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{{name}}}\n"


@dataclass(frozen=True, slots=True)
class Foreign:
    """Runs programs of others in ``folder``, a temporary one."""

    folder: Path

    def run(self, program: str, *arguments: str, text: str = "") -> str:
        """Return what a program writes for an input text; a status other than 0 fails the test."""
        return self._run(program, arguments, text, check=True).stdout

    def messages(self, program: str, *arguments: str, text: str = "") -> list[str]:
        """Return the lines that a program writes to its standard error."""
        return self._run(program, arguments, text, check=True).stderr.splitlines()

    def _run(
        self, program: str, arguments: Iterable[str], text: str, *, check: bool
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [path_of(program), *arguments],
            input=text,
            capture_output=True,
            check=check,
            cwd=self.folder,
            encoding="utf-8",
            errors="replace",
            timeout=_LIMIT,
        )

    def pandoc(self, read: str, write: str, text: str) -> str:
        """Return a bibliography converted by pandoc, as from ``ris`` to ``csljson``."""
        return self.run("pandoc", "-f", read, "-t", write, text=text)

    def bibutils(self, program: str, text: str) -> str:
        """Return a bibliography converted by a program of bibutils, as ``ris2xml``; both are in UTF-8."""
        output = () if program.endswith("2xml") else ("-o", "unicode", "-nb")
        return self.run(program, "-i", "unicode", *output, text=text)

    def bibtex(self, text: str, style: str = "plainnat") -> tuple[list[str], str]:
        """Return BibTeX's warnings and errors for all entries, each in one line, and its references.

        The second is what BibTeX writes for LaTeX, its ``.bbl``.
        """
        _require_style(style)
        (self.folder / "library.bib").write_text(text, encoding="utf-8")
        (self.folder / "library.aux").write_text(_AUX.format(style=style, name="library"), encoding="utf-8")
        self._run("bibtex", ["library"], "", check=False)
        log, references = (
            (self.folder / f"library.{suffix}").read_text(encoding="utf-8", errors="replace")
            for suffix in ("blg", "bbl")
        )
        return _bibtex_messages(log), references

    def biber(self, text: str) -> list[str]:
        """Return the warnings and errors of ``biber --tool -V``, which validates BibLaTeX."""
        (self.folder / "library.bib").write_text(text, encoding="utf-8")
        result = self._run("biber", ["--tool", "-V", "--nolog", "library.bib"], "", check=False)
        return [line for line in result.stdout.splitlines() if line.startswith(("WARN", "ERROR"))]


@cache
def find(program: str) -> str:
    """Return the path of a program, or the empty string."""
    return _find_pandoc() if program == "pandoc" else shutil.which(program) or ""


def path_of(program: str) -> str:
    """Return the path of a program, or skip the test."""
    path = find(program)
    if not path:
        pytest.skip(f"{program} {MISSING} ({PACKAGES[program]})")
    return path


def _find_pandoc() -> str:
    """Return the path of pandoc: that of the package pypandoc-binary, or one that is new enough."""
    paths = [shutil.which("pandoc") or ""]
    with suppress(ImportError, OSError):
        paths.insert(0, importlib.import_module("pypandoc").get_pandoc_path())
    return next((path for path in paths if path and _version(path) >= PANDOC), "")


def _version(pandoc: str) -> tuple[int, ...]:
    text = subprocess.run([pandoc, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"pandoc\S* (\d+)\.(\d+)", text)
    return (int(match[1]), int(match[2])) if match else (0,)


def _require_style(style: str) -> None:
    finder = shutil.which("kpsewhich")
    if not finder or subprocess.run([finder, f"{style}.bst"], capture_output=True, check=False).returncode:
        pytest.skip(f"{style}.bst {MISSING} ({PACKAGES['plainnat.bst']})")


#: The beginnings of lines of BibTeX's log that are not messages.
_QUIET = (
    "This is BibTeX",
    "Capacity:",
    "The top-level auxiliary file:",
    "The style file:",
    "Database file #",
    "Reallocated ",
)
#: The beginnings of lines that continue a message.
_FURTHER = ("--line ", "while executing", " ", "I'm skipping whatever")


def _bibtex_messages(log: str) -> list[str]:
    """Return the warnings and errors of BibTeX's log, each once and with the lines that belong to it."""
    messages: list[str] = []
    for line in log.splitlines():
        if line.startswith(("You've used ", "(There w")):
            break
        if line.startswith(_FURTHER) and messages:
            messages[-1] += f" {line.strip()}"
        elif line and not line.startswith(_QUIET):
            messages.append(line)
    return list(dict.fromkeys(messages))
