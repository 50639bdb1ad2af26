"""The documents that show each paper in the current build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


class ShownPapers:
    """The documents that show each paper in the current build.

    ``order`` returns documents in toctree order.
    """

    def __init__(
        self, listed: Mapping[str, Mapping[str, None]], order: Callable[[Iterable[str]], list[str]]
    ) -> None:
        self._listed, self._order = listed, order
        self._homes: dict[str, str] | None = None

    def shows(self, docname: str, key: str) -> bool:
        """True if a document shows a paper in this build."""
        return key in self._listed.get(docname, ())

    @property
    def homes(self) -> Mapping[str, str]:
        """A mapping from key to the first document, in toctree order, that shows the paper."""
        if self._homes is None:
            self._homes = {}
            for docname in self._order(self._listed):
                for key in self._listed[docname]:
                    self._homes.setdefault(key, docname)
        return self._homes
