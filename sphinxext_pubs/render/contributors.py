"""People and groups of a work other than its authors and editors, in words: collaborations, translators …"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Text, text_of
from sphinxext_pubs.notation.l10n import Translate, name_list
from sphinxext_pubs.notation.names import OTHERS, full_name

#: Name variables → the message id of the words around the names, in the order of references.
ROLES: dict[str, str] = {
    "translator": "translated by {}",
    "compiler": "compiled by {}",
    "redactor": "redacted by {}",
    "reviser": "revised by {}",
    "founder": "founded by {}",
    "continuator": "continued by {}",
    "annotator": "annotated by {}",
    "commentator": "commentary by {}",
    "introduction": "introduction by {}",
    "foreword": "foreword by {}",
    "afterword": "afterword by {}",
    "illustrator": "illustrated by {}",
    "director": "directed by {}",
    "organizer": "organized by {}",
    "contributor": "in collaboration with {}",
    "holder": "held by {}",
}

#: Types of editors (BibLaTeX's ``editortype``) → the message ids of one and of several.
EDITOR_TYPES: dict[str, tuple[str, str]] = {
    "compiler": ("comp.", "comps."),
    "redactor": ("red.", "reds."),
    "reviser": ("rev.", "revs."),
    "collaborator": ("collab.", "collabs."),
    "translator": ("trans.", "trans."),
    "organizer": ("org.", "orgs."),
    "director": ("dir.", "dirs."),
}

#: The message ids of collaborations.
COLLABORATION, COLLABORATIONS = "{} Collaboration", "{} Collaborations"
_GROUP = re.compile(r"(?i)collab|consorti|group|team|network|project|investigators|committee|society|survey")
_SEVERAL = re.compile(r",\s|;\s| and | & ")


def collaboration_of(paper: Publication, translate: Translate) -> str:
    """Return the collaboration of a paper with authors, ``LHCb Collaboration``, or empty."""
    if not paper.custom or not paper.author:
        return ""
    name = next((str(text) for field, text in paper.custom if field == "collaboration"), "")
    if not name or any(person.literal == name for person in paper.author):
        return ""
    if _GROUP.search(name):
        return name
    message = COLLABORATIONS if _SEVERAL.search(name) else COLLABORATION
    return translate(message).replace("{}", name)


def editor_label(paper: Publication, translate: Translate) -> str:
    """Return the abbreviation for the editors: ``eds.``, or that of their type (``comp.``)."""
    kind = next((str(text) for field, text in paper.custom if field == "editortype"), "")
    one, several = EDITOR_TYPES.get(kind, ("ed.", "eds."))
    return translate(one if len(paper.editor) == 1 else several)


#: Types of editors → the message id of the words around their names; others have edited the work.
_EDITED: dict[str, str] = {**ROLES, "collaborator": ROLES["contributor"]}
#: The message id of the editors of a work with authors.
EDITED_BY = "edited by {}"


def editors_in_words(paper: Publication, translate: Translate) -> Text:
    """Return the editors of a work with authors: ``edited by Ada Ito and Bo Ray``."""
    if not paper.editor or not paper.author:
        return EMPTY
    kind = next((str(text) for field, text in paper.custom if field == "editortype"), "")
    message = translate(_EDITED.get(kind, EDITED_BY))
    return text_of(message.replace("{}", _listed(paper.editor, translate)))


def contributors_of(paper: Publication, translate: Translate) -> Text:
    """Return translators and other people of a work in words, separated by commas."""
    return text_of(", ".join(_roles(paper, translate))) if paper.names else EMPTY


def _roles(paper: Publication, translate: Translate) -> Iterator[str]:
    people = dict(paper.names)
    for variable, message in ROLES.items():
        if variable in people:
            yield translate(message).replace("{}", _listed(people[variable], translate))


def _listed(people: tuple[Name, ...], translate: Translate) -> str:
    names = [full_name(name) for name in people if name != OTHERS]
    return name_list(names, translate=translate, others=OTHERS in people)
