"""The types of works of other programs as CSL types."""

from __future__ import annotations

from functools import lru_cache

from sphinxext_pubs.model.suggestions import near_words
from sphinxext_pubs.model.work_types import BY_CSL


def _rows(table: str) -> dict[str, str]:
    rows: dict[str, str] = {}
    for line in table.split("\n"):
        csl, _, names = line.strip().partition(": ")
        rows |= dict.fromkeys(names.split(), csl)
    return rows


#: Crossref's REST API (``/types``), with hyphens.
_CROSSREF = """
    article-journal: journal-article
    paper-conference: proceedings-article
    chapter: book-chapter book-section book-part book-track report-component
    book: monograph reference-book book-series book-set edited-book proceedings proceedings-series
    periodical: journal journal-volume journal-issue
    entry: reference-entry
    article: posted-content
    review: peer-review
    report: report-series report-report
    thesis: dissertation
    standard: standard-series
    dataset: database
    document: component other grant
"""

#: DataCite's ``resourceTypeGeneral``, without hyphens between its words.
_DATACITE = """
    article-journal: journalarticle
    paper-conference: conferencepaper
    book: conferenceproceeding
    chapter: bookchapter
    article: preprint
    dataset: datapaper
    software: computationalnotebook
    motion_picture: audiovisual film video
    song: sound
    graphic: image
    thesis: dissertation
    report: outputmanagementplan projectreport
    speech: presentation
    figure: poster
    document: collection text other workflow service model event interactiveresource physicalobject
"""

#: Zotero's item types.
_ZOTERO = """
    graphic: artwork
    song: audiorecording
    post-weblog: blogpost
    chapter: booksection
    legal_case: case
    software: computerprogram
    paper-conference: conferencepaper
    entry-dictionary: dictionaryentry
    personal_communication: email letter instantmessage
    entry-encyclopedia: encyclopediaarticle
    motion_picture: film videorecording
    post: forumpost
    article-journal: journalarticle
    article-magazine: magazinearticle
    article-newspaper: newspaperarticle
    broadcast: podcast radiobroadcast tvbroadcast
    speech: presentation
    legislation: statute
    article: preprint
"""

#: OpenAlex, Semantic Scholar, Mendeley and Paperpile.
_OTHERS = """
    article-journal: journal journalarticle review letter editorial erratum paratext
    paper-conference: conference conferenceproceedings proceedingspaper
    chapter: booksection
    article: workingpaper
    software: code
    webpage: web website webpage electronic
    entry-encyclopedia: encyclopedia
    motion_picture: television
    patent: uspatent
    manuscript: unpublishedwork
"""

#: BibTeX and BibLaTeX.
_BIBTEX = """
    paper-conference: inproceedings
    chapter: incollection inbook suppbook bookinbook
    book: mvbook mvcollection mvproceedings reference mvreference booklet
    entry: inreference
    thesis: phdthesis mastersthesis bachelorsthesis
    report: techreport manual
    manuscript: unpublished
    webpage: online www
    document: misc
"""


def _squeezed(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


_TYPES = {
    **{
        _squeezed(name): csl
        for name, csl in _rows(_BIBTEX + _OTHERS + _DATACITE + _ZOTERO + _CROSSREF).items()
    },
    **{_squeezed(name): name for name in BY_CSL},
}


def csl_type(name: str) -> str:
    """Return the CSL type for the name of a type in CSL-JSON or of another program, or the empty string."""
    return _TYPES.get(_squeezed(name.strip()), "")


@lru_cache(maxsize=256)
def near_type(name: str) -> str:
    """Return the CSL type that an unknown name is most like, or the empty string."""
    return next(iter(near_words(name, BY_CSL, 1, 0.75)), "") if name else ""
