"""The values of entries for templates and printers: people, buttons, places; all of them are safe."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Button:
    """A link button of an entry."""

    rel: str = field(
        metadata={"help": "Its link type: ``pdf``, ``bib``, ``abs``, ``doi``, ``code``, or another word."}
    )
    label: str = field(metadata={"help": "Its text, in the reader's language."})
    href: str = field(metadata={"help": "Its URL, which is always safe."})
    in_page: bool = field(default=False, metadata={"help": "True if it opens a fold of the entry."})
    css: str = field(default="", metadata={"help": "Its CSS class: ``pubs-<rel>``, sanitized."})


@dataclass(frozen=True, slots=True)
class AuthorView:
    """A person or an organization, with the name as the layout writes it."""

    name: str = field(metadata={"help": "The name, in full or with initials, depending on the layout."})
    highlight: bool = field(default=False, metadata={"help": "True if the name is shown in bold."})
    href: str = field(default="", metadata={"help": "The person's page, or empty."})
    signs: tuple[str, ...] = field(
        default=(), metadata={"help": "Signs after the name, such as ``*`` for equal contribution."}
    )


@dataclass(frozen=True, slots=True)
class AcronymView:
    """The acronym of a paper's venue."""

    label: str = field(metadata={"help": "The acronym."})
    href: str = field(default="", metadata={"help": "The page of the venue, or empty."})
    css: str = field(default="", metadata={"help": "Its CSS classes, which set its color."})


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A further citation of an entry on a page."""

    label: str = field(metadata={"help": "Its number among the citations on the page, from 2."})
    href: str = field(metadata={"help": "Its URL."})


@dataclass(frozen=True, slots=True)
class CitingView:
    """A page that cites an entry."""

    title: str = field(metadata={"help": "The title of the page."})
    href: str = field(metadata={"help": "The first citation of the entry; empty without links."})
    more: tuple[PlaceView, ...] = field(
        default=(), metadata={"help": "Further citations, each with ``label``, a number, and ``href``."}
    )
