"""The citations of a project in one CSL style: from what is cited where to the texts.

In styles by author and year, and in those with notes, all citations are written together, since the letters
after years and the initials of names depend on all of them. In styles with labels (numbers, or letters and
years) a citation depends on nothing but the labels, which are those of our lists: each distinct citation is
written once, of works that have a label and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, islice
from typing import Literal, TypeAlias

from sphinxext_pubs.citations.csl.clusters import ENTRY, Cluster, Mode, Part, linked_works
from sphinxext_pubs.citations.csl.references import Engine
from sphinxext_pubs.citations.csl.works import Work, works_of
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, Text, fold, join_inline, text_of

#: The form of a citation: in parentheses, the same without these, as part of the sentence, or only the year.
Form: TypeAlias = Literal["p", "alp", "t", "year"]

_PARENTHETICAL = ("p", "alp")


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work in a citation: its label in the list that the citation links to (or empty), and its ``names``.

    The names are written before the style's text: those of a style with labels as part of the sentence, and
    all of them if the citation names all authors. Without ``names`` the style writes its own. ``own`` is a
    text of ours for works of which the style prints nothing, as MLA does without an author.
    """

    paper: Publication
    item: CitationItem
    label: str = ""
    names: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """The works that one role cites, on which page, and the number of the footnote on that page."""

    form: Form
    works: tuple[CitedWork, ...]
    page: str = ""
    note: int = 1


@dataclass(frozen=True, slots=True)
class CitationText:
    """The text of a citation: one, or in the form ``t`` one for each work; or that of its footnote.

    Links to entries have ``#ref-`` and the key as their target.
    """

    texts: tuple[Text, ...]
    note: Text = EMPTY


@dataclass(frozen=True, slots=True)
class CitationTexts:
    """The texts of citations, in their order, and the references of cited works by key, with letters."""

    citations: tuple[CitationText, ...]
    references: Mapping[str, Text] = field(default_factory=dict)


def write_citations(
    engine: Engine, citations: Sequence[Citation], listed: Iterable[Publication] = ()
) -> CitationTexts:
    """Return the texts of citations; ``listed`` are other works in lists of references.

    Citations of a style with labels must have them. Raises EngineError.
    """
    if engine.style.notes:
        return CitationTexts(_write_notes(engine, citations))
    if engine.style.labels != "author-year":
        return CitationTexts(_write_labelled(engine, citations))
    return _write_joint(engine, citations, listed)


# Styles with labels


def _write_labelled(engine: Engine, citations: Sequence[Citation]) -> tuple[CitationText, ...]:
    """Return the texts of citations that consist of labels."""
    ids = _label_ids(citations, is_numeric=engine.style.labels == "numeric")
    runs = [_clusters(citation, [ids[work.label] for work in citation.works]) for citation in citations]
    distinct = list(dict.fromkeys(cluster for clusters in runs for cluster in clusters))
    works = [_labelled_work(identifier, label) for label, identifier in ids.items()]
    first = [work.identifier for work in works] if engine.style.labels == "numeric" else []
    texts = dict(zip(distinct, engine.solve(works, distinct, first).citations, strict=True))
    written = []
    for citation, clusters in zip(citations, runs, strict=True):
        keys = {ids[work.label]: work.paper.key for work in citation.works}
        written.append(_finish(citation, [texts[cluster] for cluster in clusters], keys))
    return tuple(written)


def _label_ids(citations: Iterable[Citation], *, is_numeric: bool) -> dict[str, str]:
    """Return the id of the work for each label; numbers are all up to the largest, in order."""
    labels = dict.fromkeys(work.label for citation in citations for work in citation.works)
    if is_numeric:
        last = max((int(label) for label in labels), default=0)
        labels = dict.fromkeys(str(number) for number in range(1, last + 1))
    return {label: f"p{number}" for number, label in enumerate(labels)}


def _labelled_work(identifier: str, label: str) -> Work:
    """Return a work that has a label and whatever styles want of a work, different from all others."""
    paper = Publication(
        identifier,
        type="book",
        title=text_of(identifier),
        author=(Name(family=identifier),),
        issued=Date((2000,)),
        variables=(("citation-label", text_of(label)),),
        digest=f"{identifier} {label}",
    )
    return Work(identifier, paper)


# Styles by author and year


def _write_joint(
    engine: Engine, citations: Sequence[Citation], listed: Iterable[Publication]
) -> CitationTexts:
    cited = {work.paper.key: work.paper for citation in citations for work in citation.works}
    works = works_of([*cited.values(), *_clashing(cited.values(), listed)])
    ids = {work.paper.key: work.identifier for work in works}
    runs = [_clusters(citation, [ids[work.paper.key] for work in citation.works]) for citation in citations]
    solved = engine.solve(works, [cluster for clusters in runs for cluster in clusters])
    keys = {work.identifier: work.paper.key for work in works}
    texts = iter(solved.citations)
    written = [
        _finish(citation, [next(texts) for _ in clusters], keys)
        for citation, clusters in zip(citations, runs, strict=True)
    ]
    return CitationTexts(
        tuple(written), {keys[identifier]: text for identifier, text in solved.references.items()}
    )


def _clashing(cited: Iterable[Publication], listed: Iterable[Publication]) -> list[Publication]:
    """Return the listed works that read like a cited one: by first name and year."""
    cited = list(cited)
    keys, labels = {paper.key for paper in cited}, {_clash_label(paper) for paper in cited}
    others = {paper.key: paper for paper in listed if paper.key not in keys}
    return [paper for paper in others.values() if _clash_label(paper) in labels]


def _clash_label(paper: Publication) -> tuple[str, tuple[int, ...]]:
    people = paper.author or paper.editor
    name = (people[0].family or people[0].literal) if people else str(paper.title)
    return fold(name), paper.issued.parts[:1] if paper.issued else ()


# Styles with notes


def _write_notes(engine: Engine, citations: Sequence[Citation]) -> tuple[CitationText, ...]:
    """Return the texts of citations that are footnotes; those of each page are independent of other pages.

    Pages that cite no work of each other are written in one run.
    """
    texts: dict[int, CitationText] = {}
    for positions in _rounds(citations):
        chosen = [citations[position] for position in positions]
        cited = {work.paper.key: work.paper for citation in chosen for work in citation.works}
        works = works_of(cited.values())
        ids = {work.paper.key: work.identifier for work in works}
        keys = {work.identifier: work.paper.key for work in works}
        notes = engine.solve(works, [_note(citation, ids) for citation in chosen]).notes
        for position, note in zip(positions, notes, strict=True):
            texts[position] = CitationText((), _note_text(citations[position], note, keys))
    return tuple(texts[position] for position in range(len(citations)))


def _note_text(citation: Citation, note: Sequence[Text], keys: Mapping[str, str]) -> Text:
    """Return the text of a footnote; ours if the style prints nothing of it."""
    if note and str(note[0]).strip(" ."):
        return _with_keys(note[0], keys)
    links = [Span("link", (work.own,), f"{ENTRY}{work.paper.key}") for work in citation.works]
    parts = [inline for link in links for inline in ("; ", link)]
    return Text((*parts[1:], "."))


def _note(citation: Citation, ids: Mapping[str, str]) -> Cluster:
    parts = [_part(citation, work, ids[work.paper.key]) for work in citation.works]
    return Cluster(tuple(parts), citation.note)


def _rounds(citations: Sequence[Citation]) -> list[list[int]]:
    """Return the positions of the citations of pages that may be written together."""
    pages: dict[str, list[int]] = {}
    for position, citation in enumerate(citations):
        pages.setdefault(citation.page, []).append(position)
    rounds: list[tuple[set[str], list[int]]] = []
    for positions in pages.values():
        keys = {work.paper.key for position in positions for work in citations[position].works}
        for known, chosen in rounds:
            if known.isdisjoint(keys):
                known |= keys
                chosen += positions
                break
        else:
            rounds.append((keys, positions))
    return [chosen for _, chosen in rounds]


# Clusters


def _clusters(citation: Citation, ids: Sequence[str]) -> list[Cluster]:
    """Return what is to be written for a citation: one cluster, or one for each work."""
    parts = [_part(citation, work, identifier) for work, identifier in zip(citation.works, ids, strict=True)]
    if citation.form in _PARENTHETICAL and not any(work.names for work in citation.works):
        return [Cluster(tuple(parts))]
    return [Cluster((part,)) for part in parts]


def _part(citation: Citation, work: CitedWork, identifier: str) -> Part:
    mode: Mode = "t" if citation.form == "t" else "p"
    is_bare = work.item.bare or work.names or citation.form == "year"
    item = replace(work.item, key="", bare=False)
    if citation.form not in _PARENTHETICAL:
        item = replace(item, prefix="")
    return Part(identifier, item, "bare" if is_bare else mode)


# Texts


def _finish(citation: Citation, texts: Sequence[Text], keys: Mapping[str, str]) -> CitationText:
    """Return the text of a citation with links by key, and with the names that are ours."""
    texts = [_with_keys(text, keys) for text in texts]
    if len(texts) == len(citation.works):
        texts = [_finish_work(citation, work, text) for work, text in zip(citation.works, texts, strict=True)]
    if citation.form in _PARENTHETICAL and len(texts) > 1:
        texts = [_join([_without_brackets(text) for text in texts])]
    if citation.form == "alp":
        texts = [_without_brackets(text) for text in texts]
    return CitationText(tuple(texts))


def _finish_work(citation: Citation, work: CitedWork, text: Text) -> Text:
    if citation.form == "year":
        text = _without_brackets(text)
    if not str(text).strip("()[] ") and not work.names:
        own = Span("link", (work.own,), f"{ENTRY}{work.paper.key}")
        text = Text((own,) if citation.form == "year" else ("(", own, ")"))
    if work.names:
        text = _with_names(work.names, text, in_sentence=citation.form == "t")
    if text and citation.form not in _PARENTHETICAL and not linked_works(text):
        return Text((Span("link", _stripped(text).parts, f"{ENTRY}{work.paper.key}"),))
    return text


def _with_names(names: str, text: Text, *, in_sentence: bool) -> Text:
    """Return names of ours before the style's text, which may be empty."""
    if in_sentence:
        is_raised = bool(text) and isinstance(text.parts[0], Span) and text.parts[0].kind == "sup"
        space = "" if is_raised or not text else " "
        return Text(join_inline((f"{names}{space}", *text.parts)))
    inner = _without_brackets(text)
    return Text(join_inline(("(", names, ", " if inner else "", *inner.parts, ")")))


def _stripped(text: Text) -> Text:
    """Return a text without a space at its end."""
    *before, last = text.parts
    return Text((*before, last.rstrip())) if isinstance(last, str) else text


def _join(texts: Iterable[Text]) -> Text:
    parts: list[Inline] = []
    for text in texts:
        parts += ["; "] * bool(parts) + [*text.parts]
    return Text(join_inline(("(", *parts, ")")))


_BRACKETS = {"(": ")", "[": "]"}


def _without_brackets(text: Text) -> Text:
    """Return a text without the brackets around all of it."""
    parts = list(text.parts)
    if _is_in_brackets(str(text)) and isinstance(parts[0], str) and isinstance(parts[-1], str):
        parts[0] = parts[0][1:]
        parts[-1] = str(parts[-1])[:-1]
    return Text(join_inline(parts))


def _is_in_brackets(string: str) -> bool:
    """True if the first and the last character are a pair of brackets."""
    closing = _BRACKETS.get(string[:1])
    if closing is None or not string.endswith(closing):
        return False
    depths = accumulate({string[0]: 1, closing: -1}.get(character, 0) for character in string)
    return 0 not in islice(depths, len(string) - 1)


_ENTRY = re.compile(rf"{ENTRY}(p[0-9]+)")


def _with_keys(text: Text, keys: Mapping[str, str]) -> Text:
    """Return a text whose links name entries by their keys."""
    return Text(tuple(_part_with_keys(part, keys) for part in text.parts))


def _part_with_keys(part: Inline, keys: Mapping[str, str]) -> Inline:
    if isinstance(part, str):
        return part
    content = tuple(_part_with_keys(inner, keys) for inner in part.content)
    match = _ENTRY.fullmatch(part.target) if part.kind == "link" else None
    target = f"{ENTRY}{keys[match[1]]}" if match and match[1] in keys else part.target
    return Span(part.kind, content, target)
