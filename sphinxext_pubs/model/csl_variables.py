"""The variables of CSL 1.0.2 without an attribute in the model, and those of earlier versions."""

from __future__ import annotations


def _tuple(names: str) -> tuple[str, ...]:
    return tuple(names.split())


#: Lists of names.
NAMES = _tuple(
    "chair collection-editor compiler composer container-author contributor curator director "
    "editorial-director executive-producer guest host illustrator interviewer narrator organizer "
    "original-author performer producer recipient reviewed-author script-writer series-creator "
    "translator"
)

#: Dates other than that of publication.
DATES = _tuple("accessed available-date event-date original-date submitted")

#: Texts and numbers.
TEXTS = _tuple(
    "annote archive archive_collection archive_location archive-place authority call-number "
    "chapter-number citation-key citation-label citation-number collection-number container-title-short "
    "dimensions division event first-reference-note-number ISBN ISSN journalAbbreviation jurisdiction "
    "locator medium number-of-pages number-of-volumes original-publisher original-publisher-place "
    "original-title page-first part-number part-title PMCID PMID printing-number references "
    "reviewed-genre reviewed-title scale section shortTitle source supplement-number title-short version "
    "volume-title volume-title-short year-suffix"
)
