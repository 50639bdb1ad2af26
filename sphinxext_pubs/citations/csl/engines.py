"""The engines that write references: pandoc where it is found, else citeproc-py. One row each.

Both are given items whose rich text is marks (see ``marks``) and give strings with marks back.
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
from sphinxext_pubs.citations.csl.marks import mark

#: A CSL-JSON item.
Item: TypeAlias = Mapping[str, Any]

#: From a style's XML, items with ids of their own and a locale to id → reference; what fails is left out.
Writer: TypeAlias = Callable[[str, Sequence[Item], str], dict[str, str]]

#: An engine may take so long, in seconds, for a batch and for each item of it, and so much memory.
SECONDS = 30.0
SECONDS_EACH = 0.2
MEMORY = "2g"

#: How many items an engine is given at once: one that is started anew each time, and one that is not.
BATCH = 2000
SMALL_BATCH = 100


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine: its name, version (empty: it is not there), and what writes references."""

    name: str
    version: Callable[[], str]
    write: Writer


# pandoc


@cache
def pandoc_version() -> str:
    """The version of the executable on the path, from 2.11 on, which has its own citeproc."""
    path = shutil.which("pandoc")
    if path is None:
        return ""
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):  # it is there and does not work, which is not there
        return ""
    version = done.stdout.split("\n", 1)[0].rpartition(" ")[2]
    parts = [int(part) for part in version.split(".")[:2] if part.isdecimal()]
    return version if parts >= [2, 11] else ""


def in_halves(
    run: Callable[[Sequence[Item]], dict[str, str]],
    items: Sequence[Item],
    failures: tuple[type[Exception], ...],
) -> dict[str, str]:
    """What an engine writes of a batch; of its halves where it fails, so that one item loses nothing else."""
    try:
        return run(items)
    except failures:
        if len(items) < 2:
            return {}
        half = len(items) // 2
        return in_halves(run, items[:half], failures) | in_halves(run, items[half:], failures)


def in_batches(
    run: Callable[[Sequence[Item]], dict[str, str]],
    items: Sequence[Item],
    size: int,
    failures: tuple[type[Exception], ...],
) -> dict[str, str]:
    """What an engine writes of all items, some at a time."""
    found: dict[str, str] = {}
    for start in range(0, len(items), size):
        found |= in_halves(run, items[start : start + size], failures)
    return found


def write_with_pandoc(xml: str, items: Sequence[Item], locale: str) -> dict[str, str]:
    """References by pandoc."""
    failures = (OSError, ValueError, KeyError, TypeError, RecursionError, subprocess.SubprocessError)
    return in_batches(lambda batch: _entries(_run_pandoc(xml, batch, locale)), items, BATCH, failures)


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
            timeout=SECONDS + SECONDS_EACH * len(items),
            check=True,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "HOME": folder, "LC_ALL": "C.UTF-8"},
        )
    return json.loads(done.stdout)


def _entries(document: Any) -> dict[str, str]:
    """Id → reference, of pandoc's document."""
    found = {}
    for block in _divisions(document["blocks"]):
        identifier = block["c"][0][0]
        if identifier.startswith("ref-"):
            found[identifier.removeprefix("ref-")] = _blocks(block["c"][1]).strip()
    return found


def _divisions(blocks: Iterable[Any]) -> Iterable[Any]:
    for block in blocks:
        if block["t"] == "Div":
            yield block
            yield from _divisions(block["c"][1])


def _blocks(blocks: Iterable[Any]) -> str:
    texts = (
        _blocks(block["c"][1]) if block["t"] == "Div" else _inlines(block.get("c", ())) for block in blocks
    )
    return " ".join(filter(None, texts))


_SIGNS = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
_SPANS: dict[str, Callable[[str], str]] = {
    "Emph": lambda inner: mark("italic", inner),
    "Strong": lambda inner: mark("bold", inner),
    "SmallCaps": lambda inner: mark("small-caps", inner),
    "Superscript": lambda inner: mark("sup", inner),
    "Subscript": lambda inner: mark("sub", inner),
}


#: What stands in a column or a line of its own there, and before a space here.
_APART = frozenset({"csl-left-margin", "csl-block"})


def _inlines(inlines: Iterable[Any]) -> str:
    return "".join(map(_inline, inlines))


def _inline(node: Any) -> str:
    """An inline of pandoc's as a string with marks; a link is its text, since addresses are judged by us."""
    kind, content = node["t"], node.get("c", "")
    if kind in _SIGNS:
        return _SIGNS[kind]
    if kind in _SPANS:
        return _SPANS[kind](_inlines(content))
    if kind == "Quoted":
        signs = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        return f"{signs[0]}{_inlines(content[1])}{signs[1]}"
    if kind in ("Span", "Link"):
        classes = content[0][1]
        return f"{_inlines(content[1])}{' ' if _APART.intersection(classes) else ''}"
    if isinstance(content, str):
        return content
    return _inlines(content) if content and isinstance(content[0], dict) else str(content[-1])


# citeproc-py


def write_with_citeproc(xml: str, items: Sequence[Item], locale: str) -> dict[str, str]:
    """References by citeproc-py, which raises whatever it likes."""
    writer = citeproc.Writer(xml, locale)
    return in_batches(writer.write, items, SMALL_BATCH, (Exception,))


# The table

#: The engines, the better ones first.
ENGINES: dict[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine("pandoc", pandoc_version, write_with_pandoc),
        Engine("citeproc-py", citeproc.version, write_with_citeproc),
    )
}


def choose(name: str = "auto") -> Engine | None:
    """The engine of a name, or the first that is there; None where there is none."""
    if name != "auto":
        return ENGINES[name] if ENGINES[name].version() else None
    return next((engine for engine in ENGINES.values() if engine.version()), None)
