"""The people of an entry, with signs at their names and the legend of these signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.notation.author_marks import marks_of
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.render.contributors import collaboration_of, editor_label
from sphinxext_pubs.render.entry_display import EntryOptions
from sphinxext_pubs.render.entry_views import AuthorView


@dataclass(frozen=True, slots=True)
class NameList:
    """People in order, with the words for others and for their role."""

    people: tuple[AuthorView, ...] = ()
    others: str = ""
    role: str = ""


NO_NAMES = NameList()


def authors_of(publication: Publication, options: EntryOptions, hrefs: Sequence[str] = ()) -> NameList:
    """Return the authors, or the editors of a work without authors; ``hrefs`` are their pages in order."""
    if "authors" not in options.parts:
        return NO_NAMES
    if publication.author:
        people = _with_signs(publication, _name_list(publication.author, options, hrefs), options)
        collaboration = collaboration_of(publication, options.translate)
        return replace(people, role=collaboration) if collaboration else people
    return _name_list(publication.editor, options, hrefs, role=editor_label(publication, options.translate))


def editors_of(publication: Publication, options: EntryOptions) -> NameList:
    """Return the editors of a work with authors."""
    if "editors" not in options.parts or not publication.author:
        return NO_NAMES
    return _name_list(publication.editor, options, role=editor_label(publication, options.translate))


def legend_of(publication: Publication, options: EntryOptions) -> tuple[tuple[str, str], ...]:
    """Return the meanings of the signs at names, as pairs of a sign and a label."""
    if "contribution" not in options.parts or not publication.custom:
        return ()
    return tuple((sign, options.translate(label)) for sign, label in marks_of(publication)[1])


def _name_list(
    names: Sequence[Name], options: EntryOptions, hrefs: Sequence[str] = (), *, role: str = ""
) -> NameList:
    if not names:
        return NO_NAMES
    others = names[-1] == OTHERS
    named = names[:-1] if others else names
    person, highlight = options.layout.person, options.highlight
    people = [AuthorView(person(name), highlight is not None and highlight(name)) for name in named]
    if hrefs:
        people = [
            replace(author, href=href) if href else author
            for author, href in zip(people, hrefs, strict=False)
        ]
    return NameList(
        tuple(people),
        options.translate("et al.") if others and named else "",
        role,
    )


def _with_signs(publication: Publication, people: NameList, options: EntryOptions) -> NameList:
    """Return the authors with their signs from the data."""
    if "contribution" not in options.parts or not publication.custom:
        return people
    signs, _ = marks_of(publication)
    if not signs:
        return people
    signed = (replace(person, signs=signs.get(index, ())) for index, person in enumerate(people.people))
    return replace(people, people=tuple(signed))
