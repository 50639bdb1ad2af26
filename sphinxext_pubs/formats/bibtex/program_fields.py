"""Fields that programs and websites keep in BibTeX for themselves: they are not written for readers.

Those of :data:`fields.PRIVATE` are never published at all. The fields here may be shown on pages, such as the
acronym of a venue in ``abbr``, but do not belong in the BibTeX that readers copy.
"""

from __future__ import annotations

from functools import lru_cache

from sphinxext_pubs.formats.bibtex.fields import PRIVATE, PRIVATE_STARTS, field_of

#: Program → its fields, in lower case.
PROGRAM_FIELDS: dict[str, str] = {
    "al-folio and other themes of jekyll-scholar": """abbr additional_info altmetric award_name badge badges
        bibtex_show dimensions_id featured google_scholar_id highlight inspirehep_id preview selected show
        teaser thumbnail thumb""",
    "bibbase": "bibbase bibbase_note bibbase_hide bibbase_featured bibbase_show",
    "BibDesk": "rss-description remote-url cite-key",
    "JabRef": "__markedentry file owner timestamp groups keywords_jabref",
    "Zotero and Better BibTeX": "bibtexkey citation-key shortcreator",
    "Mendeley": "mendeley-tags mendeley-groups",
    "Citavi": "citavi-id citavi-key",
    "Papers and ReadCube": "papers-id readcube-id",
    "DBLP": "bibsource biburl dblpurl",
    "ADS": "adsnote",
    "BibSonomy": "interhash intrahash added-at",
    "Web of Science": """unique-id times-cited usage-count-last-180-days usage-count-since-2013
        doc-delivery-number number-of-cited-references cited-references web-of-science-categories
        web-of-science-index web-of-science-index- research-areas researcherid-numbers orcid-numbers
        author-email keywords-plus journal-iso esi-highly-cited-paper esi-hot-paper da""",
    "RIS of databases": """ris-notes ris-note ris-m2 ris-u1 ris-u2 ris-u3 ris-u4 ris-u5 ris-lk ris-pt ris-nl
        ris-ns ris-ai ris-cc ris-fu ris-fx ris-pa ris-we ris-abstract author-address database-provider
        type-of-work""",
    "EndNote": "database-notes",
    "PubMed": """title-language conflict-of-interest publication-type article-id manuscript-id other-id
        substances data-banks
        gene-symbols space-flight-mission subject-person comment-in comment-on erratum-in erratum-for
        corrected-and-republished-in corrected-and-republished-from dataset-described-in
        dataset-use-reported-in expression-of-concern-in expression-of-concern-for retraction-in
        retraction-of republished-in republished-from retracted-and-republished-in
        retracted-and-republished-from summary-for-patients-in original-report-in update-in update-of""",
}
_NAMES = frozenset(name for names in PROGRAM_FIELDS.values() for name in names.split()) | PRIVATE
_STARTS = ("bibbase_", "bibbase-", "bdsk-", "citavi-", "remote-url-", *PRIVATE_STARTS)
#: Names that have another meaning, and the values with which they are a website's.
_FLAGS = {
    "dimensions": ("true", "false", "pub."),
    "award_show": ("true", "false"),
    "show": ("true", "false"),
    "uri": ("papers", "zotero:", "mendeley:"),
    "bibsource": ("",),
}


def is_program_field(name: str, value: str = "") -> bool:
    """True if a field, by its name in lower case and its value, is of use only to a program or a website."""
    if name in _FLAGS:
        return value.strip().lower().startswith(_FLAGS[name])
    return _is_program_name(name)


@lru_cache(maxsize=4096)
def _is_program_name(name: str) -> bool:
    if name in _NAMES or name.startswith(_STARTS):
        return True
    return field_of(name).kind == "link" and field_of(name).target == "image"
