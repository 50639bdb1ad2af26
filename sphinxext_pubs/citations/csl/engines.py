"""The engines that format references: pandoc if installed, else citeproc-py. One row each.

Both receive items with rich text encoded as marks (see ``marks``), and return strings with marks.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from sphinxext_pubs.citations.csl import citeproc
from sphinxext_pubs.citations.csl.marks import wrap_in_marks

#: A CSL-JSON item.
Item: TypeAlias = Mapping[str, Any]

#: A function from a style's XML, items with ids, and a locale, to id → reference; failed items are omitted.
Writer: TypeAlias = Callable[[str, Sequence[Item], str], dict[str, str]]

#: The timeouts of an engine in seconds, for a batch and for each of its items, and its memory limit.
TIMEOUT = 30.0
TIMEOUT_PER_ITEM = 0.2
MEMORY = "2g"

#: The number of items per batch: for an engine that is a new process each time, and for one that is not.
BATCH = 2000
SMALL_BATCH = 100


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine: its name, its version (empty if not installed), and its function to write references."""

    name: str
    version: Callable[[], str]
    write: Writer


# pandoc


@cache
def pandoc_version() -> str:
    """Return the version of the pandoc on the path, or empty without one from 2.11 on (with citeproc)."""
    path = shutil.which("pandoc")
    if path is None:
        return ""
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=TIMEOUT, check=True
        )
    except (OSError, subprocess.SubprocessError):  # a broken installation counts as none
        return ""
    version = done.stdout.split("\n", 1)[0].rpartition(" ")[2]
    parts = [int(part) for part in version.split(".")[:2] if part.isdecimal()]
    return version if parts >= [2, 11] else ""


def write_in_halves(
    run: Callable[[Sequence[Item]], dict[str, str]],
    items: Sequence[Item],
    failures: tuple[type[Exception], ...],
) -> dict[str, str]:
    """Return what an engine writes for a batch; on failure, for its halves, to isolate the failing item."""
    try:
        return run(items)
    except failures:
        if len(items) < 2:
            return {}
        half = len(items) // 2
        return write_in_halves(run, items[:half], failures) | write_in_halves(run, items[half:], failures)


def write_in_batches(
    run: Callable[[Sequence[Item]], dict[str, str]],
    items: Sequence[Item],
    size: int,
    failures: tuple[type[Exception], ...],
) -> dict[str, str]:
    """Return what an engine writes for all items, in batches."""
    references: dict[str, str] = {}
    for start in range(0, len(items), size):
        references |= write_in_halves(run, items[start : start + size], failures)
    return references


def write_with_pandoc(xml: str, items: Sequence[Item], locale: str) -> dict[str, str]:
    """Return references written by pandoc, by id."""
    failures = (OSError, ValueError, KeyError, TypeError, RecursionError, subprocess.SubprocessError)
    return write_in_batches(
        lambda batch: _pandoc_entries(_run_pandoc(xml, batch, locale)), items, BATCH, failures
    )


def _run_pandoc(xml: str, items: Sequence[Item], locale: str) -> Any:
    with tempfile.TemporaryDirectory(prefix="pubs-csl-") as folder:
        style = Path(folder, "style.csl")
        style.write_text(xml, encoding="utf-8")
        command = ["pandoc", "+RTS", f"-M{MEMORY}", "-RTS", "--from=csljson", "--to=json", "--citeproc"]
        command += [f"--csl={style}", "--metadata=link-bibliography=false", f"--metadata=lang={locale}"]
        done = subprocess.run(
            command,
            input=json.dumps(list(items)).encode(),
            capture_output=True,
            timeout=TIMEOUT + TIMEOUT_PER_ITEM * len(items),
            check=True,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "HOME": folder, "LC_ALL": "C.UTF-8"},
        )
    return json.loads(done.stdout)


def _pandoc_entries(document: Any) -> dict[str, str]:
    """Return a mapping of ids to references from pandoc's document."""
    references = {}
    for block in _divs(document["blocks"]):
        identifier = block["c"][0][0]
        if identifier.startswith("ref-"):
            references[identifier.removeprefix("ref-")] = _blocks_text(block["c"][1]).strip()
    return references


def _divs(blocks: Iterable[Any]) -> Iterable[Any]:
    for block in blocks:
        if block["t"] == "Div":
            yield block
            yield from _divs(block["c"][1])


def _blocks_text(blocks: Iterable[Any]) -> str:
    texts = (
        _blocks_text(block["c"][1]) if block["t"] == "Div" else _inlines_text(block.get("c", ()))
        for block in blocks
    )
    return " ".join(filter(None, texts))


_SPACES = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
_SPANS: dict[str, Callable[[str], str]] = {
    "Emph": lambda inner: wrap_in_marks("italic", inner),
    "Strong": lambda inner: wrap_in_marks("bold", inner),
    "SmallCaps": lambda inner: wrap_in_marks("small-caps", inner),
    "Superscript": lambda inner: wrap_in_marks("sup", inner),
    "Subscript": lambda inner: wrap_in_marks("sub", inner),
}


#: Classes of separate columns or lines in pandoc's output, which are followed by a space here.
_SEPARATE_CLASSES = frozenset({"csl-left-margin", "csl-block"})


def _inlines_text(inlines: Iterable[Any]) -> str:
    return "".join(map(_inline_text, inlines))


def _inline_text(node: Any) -> str:
    """Return an inline of pandoc as a string with marks; links lose their URL, which is checked elsewhere."""
    kind, content = node["t"], node.get("c", "")
    if kind in _SPACES:
        return _SPACES[kind]
    if kind in _SPANS:
        return _SPANS[kind](_inlines_text(content))
    if kind == "Quoted":
        quotes = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        return f"{quotes[0]}{_inlines_text(content[1])}{quotes[1]}"
    if kind in ("Span", "Link"):
        classes = content[0][1]
        return f"{_inlines_text(content[1])}{' ' if _SEPARATE_CLASSES.intersection(classes) else ''}"
    if isinstance(content, str):
        return content
    return _inlines_text(content) if content and isinstance(content[0], dict) else str(content[-1])


# citeproc-py


def write_with_citeproc(xml: str, items: Sequence[Item], locale: str) -> dict[str, str]:
    """Return references written by citeproc-py, by id; it can raise any exception."""
    writer = citeproc.Writer(xml, locale)
    return write_in_batches(writer.write, items, SMALL_BATCH, (Exception,))


# The table

#: The engines, in order of preference.
ENGINES: dict[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine("pandoc", pandoc_version, write_with_pandoc),
        Engine("citeproc-py", citeproc.version, write_with_citeproc),
    )
}


def choose_engine(name: str = "auto") -> Engine | None:
    """Return the engine with this name, or the first installed one; None if not installed."""
    if name != "auto":
        return ENGINES[name] if ENGINES[name].version() else None
    return next((engine for engine in ENGINES.values() if engine.version()), None)
