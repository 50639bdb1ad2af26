"""Lists without papers, and keys of lists that the library does not contain."""

from __future__ import annotations

from docutils import nodes

from sphinxext_pubs.entities.ids_in_options import restore_ids
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.lists.list_place import ListPlace
from sphinxext_pubs.model.problems import Code, message_text
from sphinxext_pubs.notation.matching import parse_patterns
from sphinxext_pubs.project.suggestions import FILL_LIBRARY, unknown_key, unknown_words
from sphinxext_pubs.query import evaluation
from sphinxext_pubs.query.facets import BY_NAME

#: The options that arrange papers rather than select them.
ARRANGING = frozenset({"sort", "group-by", "limit"})


def empty_list(place: ListPlace, *, has_explanation: bool) -> list[nodes.Element]:
    """Return the sentence that replaces an empty list, and warn unless ``has_explanation`` is True."""
    if place.request.silent:
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
    """Warn of unknown keys in the option ``key``; return True if no key is known."""
    loaded = place.project.loaded
    if not loaded.library.publications:
        return False
    patterns = [
        pattern
        for pattern in parse_patterns(dict(place.request.selection.conditions).get("key", "*"))
        if not pattern.negated
    ]
    missing = [
        pattern.text
        for pattern in patterns
        if "*" not in pattern.text and not loaded.index.find(BY_NAME["key"], pattern)
    ]
    for key in missing:
        place.warn(Code.UNKNOWN_KEY, unknown_key(key, loaded.library).message("publications"))
    return bool(missing) and len(missing) == len(patterns)
