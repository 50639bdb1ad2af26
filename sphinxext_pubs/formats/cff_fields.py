"""The keys of the Citation File Format 1.2 (``schema.json``), and their meaning.

A key has a target (see :mod:`sphinxext_pubs.formats.entry_draft`), or the reason why it is read otherwise or
not at all.
"""

from __future__ import annotations

from typing import NamedTuple

#: The types of references → CSL types.
TYPES: dict[str, str] = {
    "art": "graphic", "article": "article-journal", "audiovisual": "motion_picture", "bill": "bill",
    "blog": "post-weblog", "book": "book", "catalogue": "book", "conference": "event",
    "conference-paper": "paper-conference", "data": "dataset", "database": "dataset", "dataset": "dataset",
    "dictionary": "entry-dictionary", "edited-work": "collection", "encyclopedia": "entry-encyclopedia",
    "film-broadcast": "motion_picture", "generic": "document", "government-document": "report",
    "grant": "document", "hearing": "hearing", "historical-work": "classic", "legal-case": "legal_case",
    "legal-rule": "regulation", "magazine-article": "article-magazine", "manual": "book", "map": "map",
    "multimedia": "motion_picture", "music": "song", "newspaper-article": "article-newspaper",
    "pamphlet": "pamphlet", "patent": "patent", "personal-communication": "personal_communication",
    "proceedings": "book", "report": "report", "serial": "periodical", "slides": "speech",
    "software": "software", "software-code": "software", "software-container": "software",
    "software-executable": "software", "software-virtual-machine": "software", "sound-recording": "song",
    "standard": "standard", "statute": "legislation", "thesis": "thesis", "unpublished": "manuscript",
    "video": "motion_picture", "website": "webpage",
}  # fmt: skip


class Key(NamedTuple):
    """A key with the target of its value, or the reason why it is read otherwise or not."""

    name: str
    target: str = ""
    reason: str = ""


_CITATION = "data about the file, not about the work"
_PEOPLE = "read as people"
_DATE = "read as a date"

#: The keys of the file.
FILE: tuple[Key, ...] = (
    Key("cff-version", reason=_CITATION),
    Key("message", reason=_CITATION),
    Key("preferred-citation", reason="read instead of the software"),
    Key("references", reason="works that the software uses, of other people"),
    Key("date-released", reason=_DATE),
)
#: The keys of the work: of the software, or of the preferred citation.
WORK: tuple[Key, ...] = (
    Key("title", "title"),
    Key("type", reason="read as the type"),
    Key("journal", "container_title"),
    Key("collection-title", "container_title"),
    Key("abbreviation", "variable:title-short"),
    Key("volume-title", "variable:volume-title"),
    Key("issue-title", "custom:issue-title"),
    Key("abstract", "abstract"),
    Key("notes", "note"),
    Key("thesis-type", "genre"),
    Key("volume", "volume"),
    Key("issue", "issue"),
    Key("number", "number"),
    Key("edition", "edition"),
    Key("url", "url"),
    Key("status", "status"),
    Key("isbn", "variable:ISBN"),
    Key("issn", "variable:ISSN"),
    Key("pmcid", "variable:PMCID"),
    Key("nihmsid", "custom:nihmsid"),
    Key("version", "variable:version"),
    Key("section", "variable:section"),
    Key("medium", "variable:medium"),
    Key("scope", "custom:scope"),
    Key("term", "custom:term"),
    Key("entry", "custom:entry"),
    Key("department", "variable:division"),
    Key("database", "variable:source"),
    Key("database-provider", "custom:database-provider"),
    Key("pages", "variable:number-of-pages"),
    Key("number-volumes", "variable:number-of-volumes"),
    Key("loc-start", "custom:loc-start"),
    Key("loc-end", "custom:loc-end"),
    Key("license", "custom:license"),
    Key("license-url", "custom:license-url"),
    Key("copyright", "custom:copyright"),
    Key("commit", "custom:commit"),
    Key("format", "custom:format"),
    Key("data-type", "custom:data-type"),
    Key("filename", "custom:filename"),
    Key("collection-doi", "custom:collection-doi"),
    Key("collection-type", "custom:collection-type"),
    Key("patent-states", "custom:patent-states"),
    Key("year-original", "variable:original-date"),
    Key("date-accessed", "variable:accessed"),
    Key("date-downloaded", "custom:date-downloaded"),
    Key("issue-date", "custom:issue-date"),
    *(Key(name, reason=_DATE) for name in ("date-published", "date-released", "year", "month")),
    *(
        Key(name, reason=_PEOPLE)
        for name in ("authors", "editors", "editors-series", "translators", "recipients", "senders")
    ),
    Key("contact", reason="whom to ask about the software"),
    *(
        Key(name, reason="read as publisher, event or place")
        for name in ("conference", "institution", "location", "publisher")
    ),
    *(Key(name, reason="read as pages") for name in ("start", "end")),
    *(Key(name, reason="read as identifiers") for name in ("doi", "identifiers")),
    *(Key(name, reason="read as links") for name in ("repository", "repository-code", "repository-artifact")),
    Key("keywords", reason="read as keywords"),
    Key("languages", reason="read as the language"),
)

#: The lists of people → their targets.
PEOPLE: dict[str, str] = {
    "authors": "author",
    "editors": "editor",
    "editors-series": "names:collection-editor",
    "translators": "names:translator",
    "recipients": "names:recipient",
    "senders": "names:contributor",
}
#: The links → their kinds.
LINKS: dict[str, str] = {"repository-code": "code", "repository": "code", "repository-artifact": "artifact"}
#: The keys of a person or an entity.
PERSON: tuple[str, ...] = (
    "address", "affiliation", "alias", "city", "country", "date-end", "date-start", "email", "family-names",
    "fax", "given-names", "location", "name", "name-particle", "name-suffix", "orcid", "post-code", "region",
    "tel", "website",
)  # fmt: skip
