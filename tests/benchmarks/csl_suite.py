"""The bibliography fixtures of the CSL test-suite through our engines: the share that passes, and what fails.

    python tests/benchmarks/csl_suite.py FOLDER [ENGINE …]

FOLDER holds the suite's ``*.txt`` (processor-tests/humans, or the copy in the sources of an engine).
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from sphinxext_pubs.citations.csl.engines import ENGINES, Engine
from sphinxext_pubs.citations.csl.marks import Marks
from sphinxext_pubs.citations.csl.punctuation_fixes import fix_punctuation
from sphinxext_pubs.citations.csl.references import _encode_value
from sphinxext_pubs.model.rich_text import Inline, Span

TAGS = {
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "small-caps": ('<span style="font-variant:small-caps;">', "</span>"),
}
SECTION = re.compile(r">>=+ ([A-Z-]+) =+>>\n(.*?)\n<<=+ \1 =+<<", re.DOTALL)


def sections(path: Path) -> dict[str, str]:
    """Return the parts of a fixture."""
    return dict(SECTION.findall(path.read_text("utf-8")))


def html(parts: tuple[Inline, ...]) -> str:
    """Return rich text in the notation of the suite."""
    return "".join(
        _span(part)
        if isinstance(part, Span)
        else part.replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;")
        for part in parts
    )


def _span(span: Span) -> str:
    before, after = TAGS.get(span.kind, ("", ""))
    return f"{before}{html(span.content)}{after}"


def plain(text: str) -> str:
    """Return the entries without the elements around them, which engines do not write here."""
    text = re.sub(r'<div class="csl-(?:right-inline|block|indent)">', " ", text)
    text = re.sub(r"</?div[^>]*>", "", text)
    text = re.sub(r'<span style="baseline">(.*?)</span>', r"\1", text)
    text = re.sub(r'<span class="nocase">(.*?)</span>', r"\1", text)
    return " ".join(text.split())


def written(engine: Engine, fixture: dict[str, str]) -> str:
    """Return the output of an engine for a fixture, corrected by us."""
    marks = Marks()
    items = [
        {name: _encode_value(value, marks) for name, value in item.items()}
        for item in json.loads(fixture["INPUT"])
    ]
    for item in items:
        item["id"] = str(item["id"])
    locale = re.search(r'default-locale="([^"]*)"', fixture["CSL"])
    language = locale[1] if locale else "en-US"
    found = engine.write(fixture["CSL"], items, language)
    return " ".join(html(marks.decode(fix_punctuation(value, language)).parts) for value in found.values())


def main(folder: Path, names: list[str]) -> None:
    """Print the share of each engine, and the fixtures that fail."""
    fixtures = {path.stem: sections(path) for path in sorted(folder.glob("*.txt"))}
    wanted = {
        name: parts for name, parts in fixtures.items() if parts.get("MODE", "").strip() == "bibliography"
    }
    for name in names:
        engine = ENGINES[name]
        if not engine.version():
            print(f"{name}: not here")
            continue
        failed = []
        for fixture, parts in wanted.items():
            try:
                same = plain(written(engine, parts)) == plain(parts["RESULT"])
            except Exception as error:  # a fixture that cannot be read fails like any other
                same = False
                print(f"  {fixture}: {type(error).__name__}", file=sys.stderr)
            if not same:
                failed.append(fixture)
        passed = len(wanted) - len(failed)
        print(f"{name} {engine.version()}: {passed} of {len(wanted)} ({100 * passed / len(wanted):.1f} %)")
        print("  " + " ".join(failed))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(ENGINES))
