"""The table of formats. To add a format, add a module here and a row in :data:`FORMATS`."""

from __future__ import annotations

from sphinxext_pubs.formats.base import Format, Formats, Signature
from sphinxext_pubs.model.table import Table

#: All formats that publications are read from or written to, in the order of the documentation.
FORMATS: tuple[Format, ...] = (
    Format(
        name="bibtex",
        label="BibTeX",
        suffixes=(".bib", ".bibtex", ".biblatex"),
        module="sphinxext_pubs.formats.bibtex.codec",
        sniff=r"(?:^|[\s}\")])@\s*[^\W\d]\w*\s*[{(]",
        signature=Signature(
            label="BibTeX", pattern=r"^[ \t]*+@\s*+[a-z]++\s*+[{(]", advice="give the file the suffix .bib"
        ),
        blank=r"(?:\s++|%[^\n]*+)*",
        media_type="text/x-bibtex",
        offered_on=("paper", "list"),
        keeps_source=True,
        help="Zotero, JabRef, Google Scholar and most publishers export it. BibLaTeX is read as well.",
    ),
    Format(
        name="biblatex",
        label="BibLaTeX",
        suffixes=(".biblatex.bib",),
        module="sphinxext_pubs.formats.biblatex",
        media_type="text/x-bibtex",
        keeps_source=True,
        help="The fields and dates of BibLaTeX, for biber.",
    ),
    Format(
        name="ris",
        label="RIS",
        suffixes=(".ris",),
        module="sphinxext_pubs.formats.ris.codec",
        sniff=r"(?:\A|\n)[\ufeff \t\f]*+"
        r"(?:(?:TY|ty)[ \t]*+[-–](?=\s|\Z|\w{2})"
        r"|(?:TY[ \t:=]++[A-Z]{3,7}|ER[ \t]++-)[ \t]*+(?:\n|\Z))",
        signature=Signature(
            label="a RIS file", pattern=r"^TY  ?-(?: |$)", advice="give the file the suffix .ris"
        ),
        media_type="application/x-research-info-systems",
        offered_on=("paper",),
        help="Publishers and EndNote write it.",
    ),
    Format(
        name="csl-json",
        label="CSL-JSON",
        suffixes=(".json",),
        module="sphinxext_pubs.formats.csl_json.items",
        sniff=r"\A\s*[\[{]",
        signature=Signature(
            label="JSON",
            pattern=r"\A\s*(?:\{\s*[\"}]|\[\s*[\[{\]\"\d])",
            advice="name a CSL-JSON file with the suffix .json",
            syntax="json",
        ),
        unicode_only=True,  # RFC 8259, 8.1
        media_type="application/vnd.citationstyles.csl+json",
        download_suffix=".csl.json",
        offered_on=("paper",),
        help="Zotero, Pandoc and many others write it.",
    ),
    Format(
        name="endnote-xml",
        label="EndNote XML",
        suffixes=(".xml", ".endnote.xml"),
        module="sphinxext_pubs.formats.endnote_xml.codec",
        sniff=r"<ref-type\b|<records>\s*<record>|<xml>\s*<record>",
        signature=Signature(
            label="EndNote XML",
            pattern=r"<records>\s*<record>|<xml>\s*<record>|<ref-type\s++name=",
            advice="give the file the suffix .xml",
        ),
        blank=r"\s*+(?:<\?xml[^<>]*+>\s*+)?(?:<xml>\s*+(?:<records\s*+/>|<records>\s*+</records>)?\s*+</xml>\s*+)?",
        unicode_only=True,
        media_type="application/xml",
        download_suffix=".endnote.xml",
        offered_on=("paper",),
        help="EndNote, Zotero, Mendeley, Citavi and databases export it.",
    ),
    Format(
        name="nbib",
        label="PubMed",
        suffixes=(".nbib", ".medline"),
        module="sphinxext_pubs.formats.nbib",
        sniff=r"(?:\A|\n)(?:PMID {0,3}- ?\d|OWN {0,3}- )",
        signature=Signature(
            label="a PubMed (nbib, MEDLINE) file",
            pattern=r"^PMID {0,3}- ?\d|\A\s*+OWN {0,3}- ",
            advice="give the file the suffix .nbib",
        ),
        help="PubMed (*Send to › Citation manager*), ERIC and the NCBI Bookshelf export it.",
    ),
    Format(
        name="mods",
        label="MODS XML",
        suffixes=(".mods.xml",),
        module="sphinxext_pubs.formats.mods",
        media_type="application/mods+xml",
        offered_on=("paper",),
        help="Libraries and the tools of bibutils read it.",
    ),
    Format(
        name="csl-yaml",
        label="CSL-YAML",
        suffixes=(".yaml", ".yml"),
        module="sphinxext_pubs.formats.csl_yaml",
        sniff=r"^references:[ \t]*(?:#[^\n]*)?(?:\n|\[|\Z)"
        r"|^[ \t]{0,8}-[ \t]{1,4}(?:id|citation-key|DOI|type|title|author|abstract|issued|URL)[ \t]*:"
        r"|^[ \t]{1,8}type:[ \t]",
        signature=Signature(
            label="CSL-YAML",
            pattern=r"\A(?:---[ \t]*\n)?references:[ \t]*\n",
            advice="give the file the suffix .yaml",
        ),
        blank=r"(?:\s++|#[^\n]*+|---|\.\.\.|references:|\[\])*",
        unicode_only=True,  # YAML 1.2, 5.2
        help="The bibliographies of Pandoc in YAML, also in the metadata of a document, and those of Typst.",
    ),
    Format(
        name="anthology-xml",
        label="ACL Anthology XML",
        suffixes=(".xml",),
        module="sphinxext_pubs.formats.anthology.volumes",
        sniff=r"<(?:collection|volume)\s[^<>]*\bid\s*+=",
        signature=Signature(
            label="ACL Anthology XML",
            pattern=r"<(?:collection|volume)\s[^<>]*\bid\s*+=",
            advice="give the file the suffix .xml",
        ),
        unicode_only=True,
        help="The XML of the ACL Anthology, a file for each collection of volumes.",
    ),
    Format(
        name="cff",
        label="CITATION.cff",
        suffixes=(".cff",),
        module="sphinxext_pubs.formats.cff",
        sniff=r"(?:\A|\n)(?:cff-version|title|message)[ \t]*:",
        signature=Signature(
            label="a CITATION.cff", pattern=r"^cff-version\s*:", advice="give the file the suffix .cff"
        ),
        blank=r"(?:\s++|#[^\n]*+)*",
        unicode_only=True,
        help="The work that a software project asks to cite.",
    ),
    Format(
        name="csv",
        label="CSV",
        suffixes=(".csv",),
        module="sphinxext_pubs.formats.csv",
        media_type="text/csv",
        help="A table for spreadsheets, a row for each paper.",
    ),
    Format(
        name="json",
        label="JSON",
        suffixes=(".plain.json",),
        module="sphinxext_pubs.formats.json",
        media_type="application/json",
        download_suffix=".json",
        help="Plain JSON for programs.",
    ),
)

#: The table of these formats alone; a project's table also has those of other packages and of ``conf.py``.
BUILTIN_FORMATS: Formats = Table(FORMATS)


def readable_formats(formats: Formats) -> tuple[Format, ...]:
    """Return the formats that can be read, in the order of the table."""
    return tuple(row for row in formats.rows if row.is_read)


def formats_of(path: str, formats: Formats) -> tuple[Format, ...]:
    """Return the formats that can be read and have the longest suffix of a path that any of them has."""
    lowered = path.lower()
    suffixes = {
        suffix: len(suffix)
        for row in readable_formats(formats)
        for suffix in row.suffixes
        if lowered.endswith(suffix)
    }
    longest = max(suffixes, key=suffixes.__getitem__, default="")
    return tuple(row for row in readable_formats(formats) if longest in row.suffixes)
