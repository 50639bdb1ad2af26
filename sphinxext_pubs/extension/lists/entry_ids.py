"""Further ids of entries, which keep links to pages of another extension alive."""

from __future__ import annotations

from dataclasses import dataclass

from docutils import nodes


@dataclass(frozen=True, slots=True)
class IdTemplate:
    """A template of ``str.format`` for ids, with the values of its list.

    ``counter`` is the name of ``count``, the number of the list in its document from 1; ``prefix`` is put
    before keys. An empty template makes no ids.
    """

    text: str
    counter: str
    count: int = 1
    prefix: str = ""

    def id_of(self, key: str) -> str:
        """Return the id for a key; empty if nothing of it is valid in an id."""
        return nodes.make_id(self.text.format(**{self.counter: self.count, "key": f"{self.prefix}{key}"}))

    def error(self) -> str | None:
        """Return the reason why the template is invalid, or None."""
        try:
            self.id_of("key")
        except LookupError as error:
            return f"unknown value {error}"
        except (AttributeError, TypeError, ValueError) as error:
            return str(error)
        return None

    def add_id(self, document: nodes.document, node: nodes.Element, key: str = "") -> bool:
        """Add the id for a key to a node; return False if the document has the id already."""
        identifier = self.id_of(key)
        if identifier and document.ids.get(identifier, node) is not node:
            return False
        if identifier and identifier not in node["ids"]:
            document.ids[identifier] = node
            node["ids"].append(identifier)
        return True
