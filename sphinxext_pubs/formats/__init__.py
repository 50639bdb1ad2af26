"""The table of formats: a new one is a module here and a row in :data:`FORMATS`, and nothing else."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from sphinxext_pubs.formats.base import Codec, Format, Kind

#: Every representation that publications are read from or written to, in the order of documentation.
FORMATS: tuple[Format, ...] = (
    Format(
        name="bibtex",
        label="BibTeX",
        suffixes=(".bib", ".bibtex", ".biblatex"),
        module="sphinxext_pubs.formats.bibtex.codec",
        sniff=r"(?:^|[\s}\")])@\s*[^\W\d]\w*\s*[{(]",
        seems=Kind("BibTeX", r"^[ \t]*+@\s*+[a-z]++\s*+[{(]", "give the file the suffix .bib"),
        media="text/x-bibtex",
    ),
    Format(
        name="biblatex",
        label="BibLaTeX",
        suffixes=(".biblatex.bib",),
        module="sphinxext_pubs.formats.biblatex",
        media="text/x-bibtex",
    ),
    Format(
        name="csl-json",
        label="CSL-JSON",
        suffixes=(".json",),
        module="sphinxext_pubs.formats.csl_json.items",
        sniff=r"\A\s*[\[{]",
        seems=Kind(
            "JSON", r"\A\s*(?:\{\s*[\"}]|\[\s*[\[{\]\"\d])", "name a CSL-JSON file with the suffix .json"
        ),
        unicode_only=True,  # RFC 8259, 8.1
        media="application/vnd.citationstyles.csl+json",
    ),
    Format(
        name="anthology-xml",
        label="ACL Anthology XML",
        suffixes=(".xml",),
        module="sphinxext_pubs.formats.anthology.volumes",
        sniff=r"<(?:collection|volume)\s[^<>]*\bid\s*+=",
        seems=Kind(
            "ACL Anthology XML", r"<(?:collection|volume)\s[^<>]*\bid\s*+=", "give the file the suffix .xml"
        ),
        is_a="an XML file",
        unicode_only=True,
    ),
    Format(
        name="ris",
        label="RIS",
        suffixes=(".ris",),
        module="sphinxext_pubs.formats.ris",
        sniff=r"(?:\A|\n)TY  ?-(?: |\n)",
        seems=Kind("a RIS file", r"^TY  ?-(?: |$)", "give the file the suffix .ris"),
        media="application/x-research-info-systems",
    ),
    Format(
        name="cff",
        label="CITATION.cff",
        suffixes=(".cff",),
        module="sphinxext_pubs.formats.cff",
        sniff=r"(?:\A|\n)(?:cff-version|title|message)[ \t]*:",
        seems=Kind("a CITATION.cff", r"^cff-version\s*:", "give the file the suffix .cff"),
        unicode_only=True,
    ),
    Format(
        name="csv",
        label="CSV",
        suffixes=(".csv",),
        module="sphinxext_pubs.formats.csv",
        media="text/csv",
    ),
    Format(
        name="json",
        label="JSON",
        suffixes=(".plain.json",),
        module="sphinxext_pubs.formats.json",
        media="application/json",
    ),
)


def format_of(path: str) -> Format | None:
    """The format that a file's name promises; None where its suffix is none that is read."""
    lowered = path.lower()
    return next((row for row in FORMATS if row.sniff and lowered.endswith(row.suffixes)), None)


def codec(row: Format) -> Codec:
    """The module of a format, imported when it is first used: a build from the cache needs no parser."""
    return cast("Codec", import_module(row.module))
