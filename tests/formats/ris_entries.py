"""Reading short texts in RIS, and the values of publications by name, for tests."""

from __future__ import annotations

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.ris import codec
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation.names import inverted_name


def items(text: str) -> tuple[list[Publication], list[Problem]]:
    """Return the publications and the problems of a text."""
    parsed = list(codec.read([Source("x.ris", text)]))
    papers = [item for item in parsed if isinstance(item, Publication)]
    return papers, [item for item in parsed if isinstance(item, Problem)]


def entry(ris_type: str, lines: str) -> tuple[Publication, list[Problem]]:
    """Return the publication of lines, of which ``|`` separates one from the next, and the problems."""
    (paper,), problems = items(f"TY  - {ris_type}\n" + lines.replace("|", "\n") + "\nER  - \n")
    return paper, problems


def value(paper: Publication, name: str) -> str:
    """Return a CSL variable or custom field as plain text: names are separated by ``;``."""
    if name == "issued":
        date = paper.issued
        return "" if date is None else date.literal or "-".join(map(str, date.parts))
    if name == "keyword":
        return "; ".join(paper.keyword)
    people = dict(paper.names) | {"author": paper.author, "editor": paper.editor}
    if name in people:
        return "; ".join(map(inverted_name, people[name]))
    attribute = name.lower().replace("-", "_")
    if hasattr(paper, attribute) and name != "source":
        return str(getattr(paper, attribute))
    return str(paper.variable(name)) or str(dict(paper.custom).get(name, ""))
