"""pandoc, the program that formats references and citations in CSL styles: finding it and running it.

It runs as a process of its own, bounded in time and memory, and reads and writes pandoc's document as JSON
(an API of version 1.22 or later). No style or data of users reaches its command line.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

#: A node that pandoc returned, as its API describes it.
Node: TypeAlias = Any
#: What is handed to pandoc.
Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"

#: The oldest version that is used; older ones do not know the whole of the API.
OLDEST = (3, 1)

#: The version of the API that documents are written in.
API_VERSION = (1, 23, 1)

#: The timeouts in seconds, for a run and for each of its works, and the memory limit of the program.
TIMEOUT = 30.0
TIMEOUT_PER_WORK = 0.05
MEMORY = "512m"
#: Garbage is collected rarely, which takes an eighth less time within the same memory.
_COLLECTION = ("-A32m", "-n4m", "-F4")
#: Seconds for asking the program for its version.
_VERSION_TIMEOUT = 20.0

_VERSION = re.compile(r"pandoc(?:\.exe)? (\d+(?:\.\d+){1,4})")


class EngineError(Exception):
    """The program ended without a document: why, for a message."""


class EngineUnavailableError(EngineError):
    """The program cannot be used at all, whatever the document."""


@dataclass(frozen=True, slots=True)
class Pandoc:
    """An installed program: its path, and ``version``, which identifies what it writes.

    The version of a program on the path is only known when it runs, so it is identified by the time and
    the size of its file.
    """

    path: str
    version: str
    is_bundled: bool

    def run(self, meta: Mapping[str, Json], blocks: Sequence[Json], works: int) -> list[Node]:
        """Return the blocks of a document after citeproc; raise :exc:`EngineError`.

        ``works`` is the number of works in it, by which the time is limited.
        """
        if not self.is_bundled:
            _check_version(self.path)
        document = {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}
        content = json.dumps(document).encode("ascii")
        command = [self.path, "--from=json", "--to=json", "--citeproc", "--sandbox"]
        command += ["+RTS", f"-M{MEMORY}", *_COLLECTION, "-RTS"]
        seconds = TIMEOUT + TIMEOUT_PER_WORK * works
        with tempfile.TemporaryDirectory(prefix="pubs-csl-") as folder:
            environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "LC_ALL": "C.UTF-8"}
            if root := os.environ.get("SYSTEMROOT"):  # without it programs do not start on Windows
                environment["SYSTEMROOT"] = root
            try:
                done = subprocess.run(
                    command, input=content, capture_output=True, timeout=seconds, cwd=folder, env=environment
                )
            except subprocess.TimeoutExpired:
                raise EngineError(f"it took more than {seconds:.0f} s") from None
            except OSError as error:
                raise EngineUnavailableError(error.strerror or str(error)) from None
        return _read_blocks(done)


def _read_blocks(done: subprocess.CompletedProcess[bytes]) -> list[Node]:
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = lines[0][:200] if lines else f"exit status {done.returncode}"
        raise EngineError(reason)
    try:
        document = json.loads(done.stdout)
    except (ValueError, RecursionError):
        raise EngineError("its output cannot be read") from None
    blocks = document.get("blocks") if isinstance(document, dict) else None
    if not isinstance(blocks, list):
        raise EngineError("its output is not a document")
    return blocks


def find_pandoc() -> Pandoc | None:
    """Return the program of the package pypandoc-binary, else one on the path, or None; starts neither."""
    spec = find_spec("pypandoc")
    folder = Path(spec.origin).parent / "files" if spec is not None and spec.origin else None
    if folder is not None and (path := shutil.which("pandoc", path=str(folder))):
        return Pandoc(path, _bundled_version() or _file_version(path), is_bundled=True)
    path = shutil.which("pandoc")
    return Pandoc(path, _file_version(path), is_bundled=False) if path else None


def _bundled_version() -> str:
    """Return the version of the package with pandoc; empty if pandoc was put into the folder of another."""
    try:
        return f"pypandoc-{version('pypandoc_binary')}"
    except PackageNotFoundError:
        return ""


def _file_version(path: str) -> str:
    stat = os.stat(path)
    return f"{stat.st_mtime_ns}-{stat.st_size}"


def _check_version(path: str) -> None:
    """Raise :exc:`EngineUnavailableError` if a program does not run or is too old."""
    oldest = ".".join(map(str, OLDEST))
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=_VERSION_TIMEOUT, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineUnavailableError(f"pandoc does not run ({type(error).__name__})") from None
    match = _VERSION.match(done.stdout.decode("utf-8", "replace"))
    if match is None or tuple(map(int, match[1].split("."))) < OLDEST:
        found = match[1] if match else "of an unknown version"
        raise EngineUnavailableError(f"pandoc {found} is too old; {oldest} or later is needed")
