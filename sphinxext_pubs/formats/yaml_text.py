"""Loading YAML with all scalars as text, so that versions, years and IDs are kept as written.

Tags (``!!int``) and merge keys (``<<``) have no effect, so that values cannot fail to load or grow.
"""

from __future__ import annotations

from typing import Any

import yaml


class UnreadableError(ValueError):
    """The text is not valid YAML: a clause that says why, with the column.

    ``reason`` is the clause without the column; ``line`` counts from 1.
    """

    def __init__(self, reason: str, line: int, column: int = 0) -> None:
        super().__init__(f"{reason} (column {column})" if column else reason)
        self.reason, self.line = reason, line


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


#: The beginnings of PyYAML's reasons → the clauses for people.
_REASONS: tuple[tuple[str, str], ...] = (
    (
        "mapping values are not allowed",
        "a value that contains “: ” must be in quotes, or the indentation is wrong",
    ),
    ("could not find expected ':'", "a “:” is missing after a key"),
    ("sequence entries are not allowed", "a “-” cannot begin a list here; check the indentation"),
    ("expected <block end>, but found '-'", "a “-” cannot begin a list here; check the indentation"),
    ("expected <block end>", "the line does not fit the lines above; check the indentation and the quotes"),
    ("expected ',' or ']'", "a “,” or “]” is missing"),
    ("expected ',' or '}'", "a “,” or “}” is missing"),
    ("found character '\\t'", "a tab cannot be used here; indent with spaces"),
    ("found character", "this character cannot begin a value; put the value in quotes"),
    ("found unexpected end of stream", "a quotation mark or bracket is not closed"),
    ("found unexpected document separator", "a quotation mark is not closed before “---”"),
    ("found undefined alias", "“*” begins a reference to nothing; put the value in quotes"),
    ("found duplicate anchor", "the same “&” name is defined twice"),
    ("found unknown escape character", "“\\” begins an unknown escape in double quotes; use single quotes"),
    ("expected escape sequence", "“\\” begins an unknown escape in double quotes; use single quotes"),
    ("expected alphabetic or numeric character", "“&”, “*” and “!” cannot begin a value; put it in quotes"),
    ("expected the node content", "a value is missing, or a sign cannot begin one; put it in quotes"),
    ("but found another document", "only one document is allowed; remove what follows “---”"),
    ("brackets are nested too deeply", "brackets are nested too deeply"),
    ("found unhashable key", "a key must be text, not a list or a mapping"),
    ("found unconstructable recursive node", "a value contains itself (“&” and “*”)"),
    ("expected chomping", "“|” and “>” must be the last character of their line"),
    ("expected a comment or a line break", "“|” and “>” must be the last character of their line"),
    ("expected '>'", "“!<” is not closed"),
    ("found invalid", "a control character is not allowed; remove it"),
    ("special characters are not allowed", "a control character is not allowed; remove it"),
)


def _reason(problem: str) -> str:
    """Return the reason for people why a text is not valid."""
    return next(
        (clause for start, clause in _REASONS if problem.startswith(start)), "this cannot be read here"
    )


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
        reason = _reason(str(getattr(error, "problem", None) or getattr(error, "reason", "")))
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 0)
        raise UnreadableError(reason, line, column) from None
    finally:
        if loader is not None:
            loader.dispose()
