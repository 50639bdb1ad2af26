"""The views of generated pages for their templates; all their values are safe."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from sphinxext_pubs.model.rich_text import Text


@dataclass(frozen=True, slots=True)
class Linked:
    """A text with an optional link target."""

    text: Text = field(metadata={"help": "The text, as rich text."})
    href: str = field(default="", metadata={"help": "Its link target, or empty."})


@dataclass(frozen=True, slots=True)
class Fact:
    """A labeled fact about a paper, with one or more values."""

    name: str = field(metadata={"help": "Its name, for a CSS class."})
    label: str = field(metadata={"help": "Its label, in the reader's language."})
    values: tuple[Linked, ...] = field(metadata={"help": "The values, each with ``text`` and ``href``."})


@dataclass(frozen=True, slots=True)
class ExportView:
    """A paper or a list in a format, to copy and download."""

    name: str = field(metadata={"help": "The name of the format."})
    label: str = field(metadata={"help": "Its label."})
    href: str = field(metadata={"help": "The URL of the download."})
    text: str = field(default="", metadata={"help": "The content, on a paper's page."})


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """The reference to a paper in a style."""

    text: Text = field(metadata={"help": "The reference, as rich text."})
    label: str = field(default="", metadata={"help": "The name of the style; empty for the built-in one."})


@dataclass(frozen=True, slots=True)
class RelatedView:
    """A related work."""

    text: Text = field(metadata={"help": "Its reference, as rich text."})
    href: str = field(default="", metadata={"help": "Its page, or empty."})
    label: str = field(default="", metadata={"help": "The relation according to the data, or empty."})


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper's page: the ``page`` of ``page-paper.html``, in addition to its ``entry``."""

    title: Text = field(metadata={"help": "The title, as rich text."})
    facts: tuple[Fact, ...] = field(metadata={"help": "The known facts, each with ``label`` and ``values``."})
    references: tuple[ReferenceView, ...] = field(
        metadata={"help": "The reference in several styles, each with ``text`` and ``label``."}
    )
    exports: tuple[ExportView, ...] = field(metadata={"help": "The paper in the export formats."})
    related: tuple[Linked, ...] = field(default=(), metadata={"help": "Other versions of the work."})
    works: tuple[RelatedView, ...] = field(
        default=(),
        metadata={"help": "Related works in the data, each with ``text``, ``href``, ``label``."},
    )
    fix: str = field(
        default="", metadata={"help": "The URL for correcting the entry in the project's repository."}
    )


@dataclass(frozen=True, slots=True)
class Count:
    """A term that papers share, with their number."""

    label: str = field(metadata={"help": "Its label: a name, a venue."})
    count: int = field(metadata={"help": "The number of papers."})
    href: str = field(default="", metadata={"help": "Its page, or empty."})
    detail: str = field(
        default="", metadata={"help": "For a paper, its authors and year instead of the count."}
    )


@dataclass(frozen=True, slots=True)
class CountedTerms:
    """The terms of a facet that the papers of a page have, such as co-authors."""

    facet: str = field(metadata={"help": "The name of the facet."})
    label: str = field(metadata={"help": "The heading above them."})
    terms: tuple[Count, ...] = field(metadata={"help": "The terms, the most frequent first."})


@dataclass(frozen=True, slots=True)
class GroupView:
    """The papers of a year on a generated page."""

    label: str = field(metadata={"help": "The heading; empty if it is the title of the page."})
    id: str = field(metadata={"help": "Its id."})
    entries: Markup = field(metadata={"help": "The entries as HTML."})


@dataclass(frozen=True, slots=True)
class TermPage:
    """A page of a person, a venue or another term: the ``page`` of ``page-list.html``."""

    kind: str = field(metadata={"help": "The facet of the term, such as ``author``."})
    title: str = field(metadata={"help": "The name of the person, the venue …"})
    count: str = field(metadata={"help": "The number of papers, as a sentence."})
    groups: tuple[GroupView, ...] = field(metadata={"help": "The papers by year."})
    counted: tuple[CountedTerms, ...] = field(
        default=(),
        metadata={"help": "The co-authors, venues …, each with ``facet``, ``label`` and ``terms``."},
    )
    chart: Markup = field(default=Markup(""), metadata={"help": "The papers per year, as SVG."})
    exports: tuple[ExportView, ...] = field(default=(), metadata={"help": "The papers as files."})
    links: tuple[Linked, ...] = field(default=(), metadata={"help": "Links of the person or the venue."})
    also: tuple[str, ...] = field(default=(), metadata={"help": "Other spellings of the name."})
    photo: str = field(default="", metadata={"help": "The URL of the person's photo."})
    bar: Markup = field(default=Markup(""), metadata={"help": "The filter bar for the papers, as HTML."})
    layout: str = field(default="", metadata={"help": "The name of the layout of the papers."})


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """All terms of a facet, such as all people: the ``page`` of ``page-directory.html``."""

    kind: str = field(metadata={"help": "``paper``, or the facet of the terms, such as ``author``."})
    title: str = field(metadata={"help": "The heading."})
    terms: tuple[Count, ...] = field(metadata={"help": "All terms in order, each with its count and page."})
