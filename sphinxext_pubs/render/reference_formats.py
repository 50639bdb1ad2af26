"""The formats that show papers as references: they are written from the layer of citations."""

from __future__ import annotations

from sphinxext_pubs.formats.base import Format

REFERENCE_FORMATS: tuple[Format, ...] = (
    Format(
        name="markdown",
        label="Markdown",
        suffixes=(".md",),
        module="sphinxext_pubs.render.references_markdown",
        media_type="text/markdown",
        offered_on=("paper",),
        bullet="- ",
        help="A list of references, for READMEs and notes.",
    ),
    Format(
        name="text",
        label="Plain text",
        suffixes=(".txt",),
        module="sphinxext_pubs.render.references_text",
        media_type="text/plain",
        offered_on=("paper",),
        help="References to paste, one on each line.",
    ),
)
