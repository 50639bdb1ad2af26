"""Loading YAML with all scalars as text, so that versions, years and IDs are kept as written.

Tags (``!!int``) and merge keys (``<<``) have no effect, so that values cannot fail to load or grow.
"""

from __future__ import annotations

from typing import Any

import yaml


class UnreadableError(ValueError):
    """The text is not valid YAML; ``line`` counts from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


#: How many brackets may be open at once: PyYAML looks through all of them at each token.
_MOST_BRACKETS = 100


class _Loader(yaml.BaseLoader):  # type: ignore[misc]
    """A loader that returns scalars as strings, except for null, and gives up on deep nesting."""

    def fetch_flow_collection_start(self, token_class: type[yaml.Token]) -> None:
        """Begin a list or mapping in brackets."""
        if self.flow_level >= _MOST_BRACKETS:
            raise yaml.scanner.ScannerError(None, None, "brackets are nested too deeply", self.get_mark())
        super().fetch_flow_collection_start(token_class)


_NULL = "tag:yaml.org,2002:null"
_Loader.add_implicit_resolver(_NULL, yaml.SafeLoader.yaml_implicit_resolvers["~"][0][1], ["~", "n", "N", ""])
_Loader.add_constructor(_NULL, lambda _loader, _node: None)


def load(source: str) -> tuple[yaml.Node | None, Any]:
    """Return the root node of a text, which has the lines, and its data: dicts, lists, strings and None.

    Both are None for an empty text. Raise :exc:`UnreadableError` for invalid YAML.
    """
    loader = None
    try:
        loader = _Loader(source)
        root = loader.get_single_node()
        return root, None if root is None else loader.construct_document(root)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or error
        raise UnreadableError(str(reason), mark.line + 1 if mark else 1) from None
    finally:
        if loader is not None:
            loader.dispose()
