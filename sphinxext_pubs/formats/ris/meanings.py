"""How values are read by the meaning of their tag: rules for meanings that depend on the rest of an entry.

A meaning without a rule is the name of a CSL variable.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sphinxext_pubs.formats.ris import addresses, numbers, titles, words
from sphinxext_pubs.formats.ris.draft import Draft, Rule, Values
from sphinxext_pubs.formats.ris.tags import CUSTOM, NOTHING
from sphinxext_pubs.model import csl_variables

#: CSL variables that are names.
NAMES: Final = frozenset({"author", "editor", *csl_variables.NAMES})
#: Meanings whose values are read together when all tags are known.
WAITING: Final = frozenset(
    {"year", "old-date", "date", "full-date", "date-or-accessed", "accessed", "second-date"}
    | {"start-page", "end-page", "article-number"}
)


def read_meaning(draft: Draft, meaning: str, tag: str, values: Values) -> None:
    """Read the values of a tag with a meaning."""
    if rule := RULES.get(meaning):
        rule(draft, tag, values)
    elif meaning in NAMES:
        draft.add_people(meaning, values)
    elif meaning in WAITING:
        draft.wait(meaning, values)
    else:
        draft.store(meaning, tag, values)


def keep_values(draft: Draft, tag: str, values: Values) -> None:
    """Keep values that are not shown."""
    draft.keep(tag, values)


def ignore_values(draft: Draft, tag: str, values: Values) -> None:
    """Ignore what is not about the work, or is read elsewhere."""


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        CUSTOM: keep_values,
        NOTHING: ignore_values,
        "key": ignore_values,
        "title": titles.read_title,
        "container-title": titles.read_container,
        "container-or-title": titles.read_container_or_title,
        "proceedings": titles.read_proceedings,
        "conference": titles.read_conference,
        "journal": titles.read_journal,
        "journal-short": titles.read_journal_short,
        "short-title": titles.read_short_title,
        "series-or-editor": titles.read_series_or_editor,
        "conference-place": titles.read_conference_place,
        "volume": numbers.read_volume,
        "issue": numbers.read_issue,
        "short-number": numbers.short_rule("number"),
        "short-issue": numbers.short_rule("issue"),
        "number-of-pages": numbers.read_number_of_pages,
        "page-or-custom": numbers.read_page_or_custom,
        "serial": numbers.read_serial,
        "serial-or-number": numbers.read_serial_or_number,
        "DOI": addresses.read_doi,
        "URL": addresses.read_url,
        "genre": addresses.read_genre,
        "identifier": addresses.read_identifier,
        "pdf": addresses.link_rule("pdf"),
        "link": addresses.link_rule("url"),
        "image": addresses.link_rule("image"),
        "keyword": words.read_keywords,
        "abstract": words.read_abstract,
        "note": words.read_notes,
        "extra": words.read_extra,
        "language": words.read_language,
        "source": words.read_source,
        "authority": words.text_rule("authority"),
        "division": words.text_rule("division"),
        "references": words.text_rule("references"),
        "original": words.read_original,
        "degree": words.read_degree,
    }
)
