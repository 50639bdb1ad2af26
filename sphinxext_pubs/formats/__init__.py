"""The table of formats. To add a format, add a module here and a row in :data:`FORMATS`."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from sphinxext_pubs.formats.base import Codec, Format, Signature

#: All formats that publications are read from or written to, in the order of the documentation.
FORMATS: tuple[Format, ...] = (
    Format(
        name="bibtex",
        label="BibTeX",
        suffixes=(".bib", ".bibtex", ".biblatex"),
        module="sphinxext_pubs.formats.bibtex.codec",
        sniff=r"(?:^|[\s}\")])@\s*[^\W\d]\w*\s*[{(]",
        signature=Signature("BibTeX", r"^[ \t]*+@\s*+[a-z]++\s*+[{(]", "give the file the suffix .bib"),
        media_type="text/x-bibtex",
    ),
    Format(
        name="biblatex",
        label="BibLaTeX",
        suffixes=(".biblatex.bib",),
        module="sphinxext_pubs.formats.biblatex",
        media_type="text/x-bibtex",
    ),
    Format(
        name="csl-json",
        label="CSL-JSON",
        suffixes=(".json",),
        module="sphinxext_pubs.formats.csl_json.items",
        sniff=r"\A\s*[\[{]",
        signature=Signature(
            "JSON", r"\A\s*(?:\{\s*[\"}]|\[\s*[\[{\]\"\d])", "name a CSL-JSON file with the suffix .json"
        ),
        unicode_only=True,  # RFC 8259, 8.1
        media_type="application/vnd.citationstyles.csl+json",
    ),
    Format(
        name="anthology-xml",
        label="ACL Anthology XML",
        suffixes=(".xml",),
        module="sphinxext_pubs.formats.anthology.volumes",
        sniff=r"<(?:collection|volume)\s[^<>]*\bid\s*+=",
        signature=Signature(
            "ACL Anthology XML", r"<(?:collection|volume)\s[^<>]*\bid\s*+=", "give the file the suffix .xml"
        ),
        general_label="an XML file",
        unicode_only=True,
    ),
    Format(
        name="ris",
        label="RIS",
        suffixes=(".ris",),
        module="sphinxext_pubs.formats.ris",
        sniff=r"(?:\A|\n)TY  ?-(?: |\n)",
        signature=Signature("a RIS file", r"^TY  ?-(?: |$)", "give the file the suffix .ris"),
        media_type="application/x-research-info-systems",
    ),
    Format(
        name="cff",
        label="CITATION.cff",
        suffixes=(".cff",),
        module="sphinxext_pubs.formats.cff",
        sniff=r"(?:\A|\n)(?:cff-version|title|message)[ \t]*:",
        signature=Signature("a CITATION.cff", r"^cff-version\s*:", "give the file the suffix .cff"),
        unicode_only=True,
    ),
    Format(
        name="csv",
        label="CSV",
        suffixes=(".csv",),
        module="sphinxext_pubs.formats.csv",
        media_type="text/csv",
    ),
    Format(
        name="json",
        label="JSON",
        suffixes=(".plain.json",),
        module="sphinxext_pubs.formats.json",
        media_type="application/json",
    ),
)


def format_of(path: str) -> Format | None:
    """Return the format for the suffix of a path, or None if no format that can be read has it."""
    lowered = path.lower()
    return next((row for row in FORMATS if row.sniff and lowered.endswith(row.suffixes)), None)


def load_codec(row: Format) -> Codec:
    """Return the module of a format, imported on first use, as a build from the cache needs no parser."""
    return cast("Codec", import_module(row.module))
