"""The elements of the ACL Anthology's ``schema.rnc``, in its present form and in that before 2019.

Each is read, or has the reason why it is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from sphinxext_pubs.formats.xml import Element
from sphinxext_pubs.model.problems import Code, Problem, quoted
from sphinxext_pubs.model.publication import Origin


def _read(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), "")


#: The elements of a paper or of front matter; others become custom fields.
PAPER: dict[str, str] = {
    **_read(
        "abstract address attachment author award bibkey booktitle dataset date day doi editor erratum href"
        " isbn ISBN issue journal language month note pages pdf presentation publisher pwccode pwcdataset"
        " removed retracted revision software title url video volume year"
    ),
    "bibtype": "the type follows from the volume",
    "mrf": "the paper in an XML of its own, which the Anthology does not publish",
}
#: The elements of the metadata of a volume.
META: dict[str, str] = {
    **_read(
        "address booktitle doi editor isbn ISBN journal-issue journal-title journal-volume month publisher"
        " pdf shortbooktitle url volume year"
    ),
    "venue": "the Anthology's ID of the venue, which the title of the volume names",
}
#: The elements of an event, which belong to the volumes of its file.
EVENT: dict[str, str] = {
    **_read("meta"),
    "colocated": "volumes of other files, of which each has its own event",
    "links": "links to the website of the event",
    "talk": "invited talks, which are not publications",
}
#: Parents that can have elements that nobody reads, by tag.
_PARENTS: dict[str, dict[str, str]] = {
    "collection": _read("volume event"),
    "volume": _read("meta frontmatter paper"),
    "event": EVENT,
}


def unknown_elements(root: Element, path: str) -> Iterator[Problem]:
    """Yield a problem for each element outside papers that the Anthology's schema does not define."""
    containers = [root, *root.all("volume"), *root.all("event")]
    known = [(container, _PARENTS[container.tag]) for container in containers if container.tag in _PARENTS]
    known += [(meta, META) for volume in root.all("volume") for meta in volume.all("meta")]
    for parent, tags in known:
        for child in parent:
            if child.tag not in tags:
                sentence = (
                    f"The Anthology does not define {quoted(f'<{child.tag}>')} in "
                    f"{quoted(f'<{parent.tag}>')}; it is ignored"
                )
                yield Problem(Code.VALUE, sentence, Origin(path, child.line))
