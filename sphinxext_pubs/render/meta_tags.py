"""Metadata in the head of a page: Highwire, Open Graph and schema.org (JSON-LD).

The Highwire tags are those of Google Scholar's inclusion guidelines and Zotero's translator; missing values
are omitted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from markupsafe import Markup, escape

from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model.links import arxiv_pdf_url, doi_url, is_doi, safe_url
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import Text
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.date_parts import iso_date
from sphinxext_pubs.notation.names import OTHERS

#: The tag for the container title, by CSL type; other types have none.
_CONTAINERS = {
    "article-journal": "citation_journal_title",
    "article-magazine": "citation_journal_title",
    "article-newspaper": "citation_journal_title",
    "paper-conference": "citation_conference_title",
    "chapter": "citation_inbook_title",
}
#: The tag for the publisher, by CSL type.
_PUBLISHERS = {
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}

#: Maximum length of a page description in characters.
MAX_DESCRIPTION = 300


def pdf_url(paper: Publication) -> str:
    """Return the URL of the paper's PDF, or empty."""
    for link in paper.links:
        if link.rel == "pdf" and (address := safe_url(link.target)):
            return address
    return arxiv_pdf_url(paper.arxiv) or ""


def highwire_tags(paper: Publication, page: str = "", pdf: str = "") -> Iterator[tuple[str, str]]:
    """Yield names and values of ``citation_*`` tags; ``page`` and ``pdf`` are absolute URLs, or empty."""
    yield "citation_title", plain_text(paper.title)
    for name in paper.author or paper.editor:
        if name != OTHERS:
            yield "citation_author" if paper.author else "citation_editor", names.inverted_name(name)
    yield "citation_publication_date", _slash_date(paper.issued)
    yield _CONTAINERS.get(paper.type, ""), plain_text(paper.container_title)
    yield _PUBLISHERS.get(paper.type, "citation_publisher"), str(paper.publisher)
    yield "citation_volume", paper.volume
    yield "citation_issue", paper.issue
    yield "citation_technical_report_number", paper.number if paper.type == "report" else ""
    first, last = _page_range(paper.page)
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield "citation_doi", paper.doi if is_doi(paper.doi) else ""
    yield "citation_arxiv_id", paper.arxiv
    for variable in ("ISSN", "ISBN"):
        yield f"citation_{variable.lower()}", str(paper.variable(variable))
    yield "citation_language", paper.language
    yield "citation_keywords", "; ".join(paper.keyword)
    yield "citation_abstract_html_url", page
    yield "citation_pdf_url", pdf or pdf_url(paper)


def _page_range(page: str) -> tuple[str, str]:
    """Return the first and the last page of a single range or page; otherwise empty strings."""
    match = re.fullmatch(r"([^\s,-]+)(?:-([^\s,-]+))?", page)
    return (match[1], match[2] or "") if match else ("", "")


def _slash_date(date: Date | None) -> str:
    """Return the date in Google Scholar's format: ``2024/05/03``, as far as it is known."""
    return iso_date(date).replace("-", "/") if date and date.parts and date.parts[0] > 0 else ""


def description(text: Text) -> str:
    """Return a text as a page description: one line, truncated at a word."""
    line = " ".join(plain_text(text).split())
    if len(line) <= MAX_DESCRIPTION:
        return line
    truncated = line[:MAX_DESCRIPTION]
    words = truncated.rpartition(" ")[0]  # Chinese and Japanese have no spaces
    return f"{words} …" if len(words) > MAX_DESCRIPTION // 2 else f"{truncated}…"


def open_graph_properties(paper: Publication, page: str, site: str) -> Iterator[tuple[str, str]]:
    """Yield names and values of Open Graph properties for a paper's page."""
    yield "og:type", "article"
    yield "og:title", plain_text(paper.title)
    yield "og:description", description(paper.abstract)
    yield "og:url", page
    yield "og:site_name", site
    yield "article:published_time", iso_date(paper.issued)
    for name in paper.author:
        if name != OTHERS:
            yield "article:author", names.full_name(name)


_TYPES = {
    "article-journal": "ScholarlyArticle",
    "paper-conference": "ScholarlyArticle",
    "article": "ScholarlyArticle",
    "chapter": "Chapter",
    "book": "Book",
    "collection": "Book",
    "thesis": "Thesis",
    "report": "Report",
    "software": "SoftwareSourceCode",
    "dataset": "Dataset",
    "webpage": "WebPage",
    "post-weblog": "BlogPosting",
    "article-newspaper": "NewsArticle",
    "article-magazine": "Article",
    "map": "Map",
}


#: The schema.org types of containers of articles that are not journals.
_PERIODICALS = {"article-newspaper": "Newspaper", "article-magazine": "Periodical"}


#: The CSL types of works contained in a book.
_BOOK_PARTS = frozenset({"paper-conference", "chapter", "entry", "entry-dictionary", "entry-encyclopedia"})


#: A function that returns the page and the ORCID iD for a person's name, or empty strings.
PersonLookup: TypeAlias = Callable[[Name], tuple[str, str]]


def article_json_ld(
    paper: Publication, page: str = "", pdf: str = "", find_person: PersonLookup = lambda _: ("", "")
) -> dict[str, Any]:
    """Return a paper as JSON-LD (schema.org), known values only; URLs as in :func:`highwire_tags`."""
    first, last = _page_range(paper.page)
    values: dict[str, Any] = {
        "@type": _TYPES.get(paper.type, "CreativeWork"),
        "@id": page,
        "url": page,
        "name": plain_text(paper.title),
        "headline": plain_text(paper.title) if paper.type in _CONTAINERS else "",
        "author": [_agent(name, find_person) for name in paper.author if name != OTHERS],
        "editor": [_agent(name, find_person) for name in paper.editor if name != OTHERS and not name.literal],
        "contributor": [
            _agent(name, find_person) for name in paper.editor if name != OTHERS and name.literal
        ],
        "datePublished": iso_date(paper.issued) if _slash_date(paper.issued) else "",
        "isPartOf": _container(paper),
        "publisher": _organization(str(paper.publisher)),
        "pageStart": first if paper.type in _CONTAINERS else "",
        "pageEnd": last if paper.type in _CONTAINERS else "",
        "abstract": plain_text(paper.abstract),
        "keywords": ", ".join(paper.keyword),
        "inLanguage": paper.language,
        "award": [str(award) for award in paper.award],
        "isbn": str(paper.variable("ISBN")) if _TYPES.get(paper.type) == "Book" else "",
        "identifier": f"https://doi.org/{paper.doi}" if is_doi(paper.doi) else "",
        "sameAs": [address for address in (paper.doi and doi_url(paper.doi), safe_url(paper.url)) if address],
        "encoding": {"@type": "MediaObject", "contentUrl": pdf, "encodingFormat": "application/pdf"}
        if (pdf := pdf or pdf_url(paper))
        else "",
    }
    return {name: value for name, value in values.items() if value}


def _agent(name: Name, find_person: PersonLookup) -> dict[str, Any]:
    page, orcid = find_person(name)
    if name.literal:
        values = {"@type": "Organization", "name": name.literal, "url": page}
        return {key: value for key, value in values.items() if value}
    values = {"@type": "Person", "name": names.full_name(name), "givenName": name.given}
    values |= {"familyName": f"{name.particle} {name.family}".strip(), "url": page}
    values["sameAs"] = f"https://orcid.org/{orcid}" if orcid else ""
    return {key: value for key, value in values.items() if value}


def _organization(name: str) -> dict[str, Any]:
    return {"@type": "Organization", "name": name} if name else {}


def _container(paper: Publication) -> dict[str, Any]:
    """Return the container of a paper: a periodical (with volume and issue), or a book."""
    title = plain_text(paper.container_title)
    if not title:
        return {}
    if paper.type in _PERIODICALS:
        return {"@type": _PERIODICALS[paper.type], "name": title}
    if paper.type != "article-journal":
        return {"@type": "Book" if paper.type in _BOOK_PARTS else "CreativeWork", "name": title}
    container: dict[str, Any] = {"@type": "Periodical", "name": title}
    if issn := str(paper.variable("ISSN")):
        container["issn"] = issn
    if paper.volume:
        container = {"@type": "PublicationVolume", "volumeNumber": paper.volume, "isPartOf": container}
    if paper.issue:
        container = {"@type": "PublicationIssue", "issueNumber": paper.issue, "isPartOf": container}
    return container


#: Maximum number of papers in the JSON-LD of a list; their total number is always included.
MAX_ITEMS = 100


def list_json_ld(name: str, papers: Sequence[tuple[Publication, str]]) -> dict[str, Any]:
    """Return a list of papers as JSON-LD; each paper has the URL of its page or entry."""
    return {
        "@type": "ItemList",
        "name": name,
        "numberOfItems": len(papers),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": plain_text(paper.title),
                **({"url": page} if page else {}),
            }
            for position, (paper, page) in enumerate(papers, 1)
        ],
    }


def person_json_ld(
    name: str,
    page: str,
    same_as: Sequence[str] = (),
    other_names: Sequence[str] = (),
    affiliation: str = "",
    image: str = "",
    role: str = "",
) -> dict[str, Any]:
    """Return a person as JSON-LD; ``same_as`` are other URLs of the person."""
    values = {
        "@type": "Person",
        "name": name,
        "url": page,
        "alternateName": list(other_names),
        "jobTitle": role,
        "affiliation": _organization(affiliation),
        "image": image,
        "sameAs": list(same_as),
    }
    return {key: value for key, value in values.items() if value}


def head_markup(
    tags: Iterable[tuple[str, str]], properties: Iterable[tuple[str, str]], data: dict[str, Any]
) -> Markup:
    """Return the markup for the head of a page; the JSON-LD is escaped so that it cannot end its element."""
    lines = [f'<meta name="{name}" content="{escape(value)}" />' for name, value in tags if name and value]
    lines += [f'<meta property="{name}" content="{escape(value)}" />' for name, value in properties if value]
    if data:
        text = json.dumps(
            {"@context": "https://schema.org", **data}
        )  # in ASCII, for any encoding of the page
        safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        lines.append(f'<script type="application/ld+json">{safe}</script>')
    return Markup("\n".join(lines))
