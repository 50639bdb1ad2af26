"""Lists without papers, and keys of lists that the library does not contain."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from sphinxext_pubs.entities.ids_in_options import restore_ids
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.lists.list_place import ListPlace
from sphinxext_pubs.model.problems import Code, message_text
from sphinxext_pubs.notation.matching import Pattern, parse_patterns
from sphinxext_pubs.project.suggestions import FILL_LIBRARY, unknown_key, unknown_words
from sphinxext_pubs.query import evaluation
from sphinxext_pubs.query.facet import Facet

#: The options that arrange papers rather than select them.
ARRANGING = frozenset({"sort", "group-by", "limit"})


def empty_list(place: ListPlace, *, has_explanation: bool) -> list[nodes.Element]:
    """Return the sentence that replaces an empty list, and warn unless ``has_explanation`` is True."""
    if place.request.silent or place.request.selection.cited == "object":  # many docstrings cite nothing
        return [nodes.comment()]
    if not has_explanation:
        _warn_empty(place)
    return [nodes.paragraph("", gettext("No publications."), classes=["pubs-empty"], translatable=False)]


def _warn_empty(place: ListPlace) -> None:
    options = place.node.get("written_options") or evaluation.to_options(place.request.selection)
    conditions = " ".join(
        f":{name}: {restore_ids(value)}" for name, value in options.items() if name not in ARRANGING
    )
    detail = f" ({conditions})" if conditions else ""
    loaded = place.project.loaded
    messages = [message_text(f"publications: no papers match the options of this list{detail}")]
    if loaded.library.publications:
        messages += unknown_words(place.request.selection, loaded.index, loaded.people, loaded.venues)
    else:
        messages.append(message_text(FILL_LIBRARY))
    place.warn(Code.EMPTY, " ".join(messages))


def warn_missing_keys(place: ListPlace) -> bool:
    """Warn of unknown keys of a list; return True if it has the option ``key`` and none of them is known."""
    for key in place.request.also:
        if place.project.library.get(key) is None:
            message = unknown_key(key, place.project.library).message("bibliography")
            place.warn(Code.UNKNOWN_KEY, message)
    if not place.project.library.publications:
        return False
    facets, conditions = place.project.registry.facets, place.request.selection.conditions
    named = [(facets[name], value) for name, value in conditions if facets[name].has_keys]
    unknown = [_warn_unknown(place, facet, parse_patterns(value)) for facet, value in named]
    return any(unknown)


def _warn_unknown(place: ListPlace, facet: Facet, patterns: Iterable[Pattern]) -> bool:
    """Warn of the values that no paper has; return True if no paper has any of them."""
    loaded = place.project.loaded
    keys = [pattern for pattern in patterns if not pattern.negated]
    missing = [
        pattern.text for pattern in keys if "*" not in pattern.text and not loaded.index.find(facet, pattern)
    ]
    for key in missing:
        place.warn(Code.UNKNOWN_KEY, unknown_key(key, loaded.library).message("publications"))
    return bool(missing) and len(missing) == len(keys)
