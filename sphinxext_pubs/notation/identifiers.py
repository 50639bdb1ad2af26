"""The table of identifiers of works in catalogs, archives and databases, and of preprint servers.

To add one, add a row: which fields and which ``eprinttype`` it is found in, what its values look like, and
its address. Sources: BibLaTeX manual, section 3.14.7; the documentation of the archives; identifiers.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from sphinxext_pubs.model.links import safe_url
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import fold


@dataclass(frozen=True, slots=True)
class IdentifierKind:
    """A kind of identifier.

    ``fields`` are the names of CSL variables and of fields in the data, ``archives`` the values of
    ``eprinttype``. ``pattern`` is what values contain; its group, if any, is put into ``address`` and
    ``shown`` in place of ``{}``. Values that do not match are shown without a link.
    """

    name: str
    label: str
    pattern: str
    address: str
    fields: tuple[str, ...] = ()
    archives: tuple[str, ...] = ()
    shown: str = "{}"

    @property
    def is_list(self) -> bool:
        """True if a value may contain several: books have an ISBN for each binding."""
        return self.name in ("isbn", "issn")

    @property
    def expression(self) -> str:
        """The regular expression of the identifier as a word."""
        return rf"(?<![^\W_])(?:{self.pattern})(?![^\W_])"


def _row(
    name: str, label: str, pattern: str, address: str, fields: str = "", archives: str = "", shown: str = "{}"
) -> IdentifierKind:
    return IdentifierKind(
        name, label, pattern, address, tuple(fields.split()), tuple(archives.split()), shown
    )


#: Identifiers in the order of the facts on a paper's page. The first that matches an ``eprinttype`` is used.
IDENTIFIERS: tuple[IdentifierKind, ...] = (
    _row("pmid", "PubMed", r"(\d{1,8})", "https://pubmed.ncbi.nlm.nih.gov/{}/", "PMID pmid",
         "pubmed pmid medline"),
    _row("pmcid", "PubMed Central", r"(?:PMC)?(\d{3,9})", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC{}/",
         "PMCID pmcid", "pmc pmcid pubmedcentral europepmc", "PMC{}"),
    _row("hal", "HAL", r"([a-z][a-z0-9_]{1,20}[-_]\d{5,8}(?:v\d{1,2})?)", "https://hal.science/{}",
         "hal_id hal-id halid hal", "hal"),
    _row("jstor", "JSTOR", r"((?:10\.\d{4}/)?\w{3,20}(?:\.\d{1,9})*)", "https://www.jstor.org/stable/{}",
         "jstor jstor_id", "jstor"),
    _row("hdl", "Handle", r"(\d[\d.]{0,20}/[^\s?#]+)", "https://hdl.handle.net/{}", "handle hdl",
         "hdl handle"),
    _row("googlebooks", "Google Books", r"([\w-]{12})", "https://books.google.com/books?id={}",
         "googlebooks google_books", "googlebooks"),
    _row("iacr", "Cryptology ePrint Archive", r"(\d{4}/\d{3,5})", "https://eprint.iacr.org/{}",
         "iacr cryptoeprint",
         "iacr cryptoeprint iacreprint cryptologyeprintarchive cryptologyeprint eprintiacr"),
    _row("ads", "ADS", r"(\d{4}[A-Za-z][A-Za-z0-9.&]{13}[A-Za-z.])", "https://ui.adsabs.harvard.edu/abs/{}",
         "bibcode adsbibcode adsurl", "ads adsabs bibcode"),
    _row("ascl", "ASCL", r"(\d{4}\.\d{3})", "https://ascl.net/{}", "ascl", "ascl"),
    _row("inspire", "INSPIRE", r"(\d{3,8})", "https://inspirehep.net/literature/{}",
         "inspirehep_id inspire inspire_id", "inspire inspirehep"),
    _row("mr", "MathSciNet", r"(?:MR\s?)?(\d{3,8})", "https://mathscinet.ams.org/mathscinet-getitem?mr={}",
         "mrnumber mr mathscinet", "mr mathscinet", "MR{}"),
    _row("zbl", "zbMATH", r"(\d{4}\.\d{5}|\d{7,8}|\d{2}\.\d{4}\.\d{2})", "https://zbmath.org/?q=an:{}",
         "zblnumber zbl zbmath jfm jfmnumber", "zbl zbmath jfm"),
    _row("dblp", "DBLP", r"((?:conf|journals|books|phd|series|reference|tr|data|dagstuhl|ms|www)"
         r"/[\w-]{1,60}/[\w-]{1,60})", "https://dblp.org/rec/{}", "dblp dblp_key biburl", "dblp"),
    _row("semanticscholar", "Semantic Scholar", "([0-9a-f]{40})", "https://www.semanticscholar.org/paper/{}",
         "semanticscholar semantic_scholar semantic_scholar_id s2id s2_id"),
    _row("corpusid", "Semantic Scholar", r"(?:CorpusID:\s?)?(\d{4,10})",
         "https://api.semanticscholar.org/CorpusID:{}", "corpusid corpus_id s2_corpusid"),
    _row("openalex", "OpenAlex", r"(W\d{4,12})", "https://openalex.org/{}", "openalex openalex_id",
         "openalex"),
    _row("openreview", "OpenReview", r"([\w-]{8,14})", "https://openreview.net/forum?id={}",
         "openreview openreview_id", "openreview"),
    _row("wikidata", "Wikidata", r"(Q\d{1,10})", "https://www.wikidata.org/wiki/{}", "wikidata qid",
         "wikidata"),
    _row("wos", "Web of Science", r"(?:WOS|ISI):?\s?([A-Z0-9]{15})",
         "https://www.webofscience.com/wos/woscc/full-record/WOS:{}", "unique-id wos wosid", "wos", "WOS:{}"),
    _row("scopus", "Scopus", r"(2-s2\.0-\d{8,12})", "https://www.scopus.com/record/display.uri?eid={}",
         "scopus scopus_id", "scopus"),
    _row("philpapers", "PhilPapers", r"([A-Z]{3,6}(?:-\d{1,4})?)", "https://philpapers.org/rec/{}",
         "philpapers philpapers_id", "philpapers philarchive"),
    _row("repec", "RePEc", r"(RePEc:[a-z]{3}:[a-z0-9]{6}:[^\s?#]+)", "https://econpapers.repec.org/{}",
         "repec",
         "repec"),
    _row("internetarchive", "Internet Archive", r"([A-Za-z0-9][\w.-]{3,100})",
         "https://archive.org/details/{}",
         "internetarchive", "internetarchive archiveorg"),
    _row("swhid", "Software Heritage", r"(swh:1:(?:cnt|dir|rel|rev|snp):[0-9a-f]{40})",
         "https://archive.softwareheritage.org/{}", "swhid", "swhid swh"),
    _row("ark", "ARK", r"(ark:/?[0-9a-z]{5,}/[^\s?#]+)", "https://n2t.net/{}", "ark", "ark"),
    _row("urn", "URN", r"(urn:nbn:[a-z]{2}[^\s?#]+)", "https://nbn-resolving.org/{}", "urn", "urn"),
    _row("lccn", "LCCN", r"([a-z]{0,3}\d{8,10})", "https://lccn.loc.gov/{}", "lccn", "lccn"),
    _row("oclc", "OCLC", r"(?:ocn|ocm|on)?0{0,4}(\d{5,10})", "https://www.worldcat.org/oclc/{}",
         "oclc oclcnum", "oclc"),
    _row("isbn", "ISBN", r"((?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx])", "https://www.worldcat.org/isbn/{}",
         "ISBN isbn", "isbn"),
    _row("issn", "ISSN", r"(\d{4}-?\d{3}[\dXx])", "https://portal.issn.org/resource/ISSN/{}",
         "ISSN issn", "issn"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PreprintServer:
    """A server of preprints: its name, the beginnings of its DOIs, and the address of a preprint.

    ``archives`` are further values of ``eprinttype``, and names in journals.
    """

    name: str
    prefixes: tuple[str, ...] = ()
    pattern: str = ""
    address: str = ""
    archives: tuple[str, ...] = ()


def _server(
    name: str, prefixes: str = "", pattern: str = "", address: str = "", *archives: str
) -> PreprintServer:
    return PreprintServer(name, tuple(prefixes.split()), pattern, address, archives)


_RXIV_ID = r"(?:10\.1101/)?(\d{6,8}|20\d\d\.\d\d\.\d\d\.\d{6,8})(?:v\d{1,2})?"
_OSF_ID = r"(?:osf\.io/)?([a-z0-9]{5}(?:_v\d{1,2})?)"


def _osf_servers() -> Iterator[PreprintServer]:
    """Yield the servers that OSF hosts or hosted."""
    rows = (
        ("PsyArXiv", "31234"), ("SocArXiv", "31235"), ("EdArXiv", "35542"), ("MetaArXiv", "31222"),
        ("AfricArXiv", ""), ("LawArXiv", "31228"), ("PaleorXiv", "31233"), ("NutriXiv", "31232"),
        ("SportRxiv", "31236"), ("MindRxiv", "31231"), ("MarXiv", "31230"), ("AgriXiv", "31220"),
        ("LIS Scholarship Archive", "31229"), ("INA-Rxiv", "31227"), ("Thesis Commons", "31237"),
        ("BodoArXiv", "34055"), ("MediArXiv", "33767"), ("IndiaRxiv", "35543"), ("Frenxiv", "31226"),
        ("BioHackrXiv", "37044"), ("ECSarXiv", "31224-ecs"),
    )  # fmt: skip
    for name, number in rows:
        folder = fold(name).replace(" ", "").replace("-", "")
        prefix = f"10.{number}/" if number.isdigit() else ""
        yield _server(name, prefix, _OSF_ID, f"https://osf.io/preprints/{folder}/{{}}")


#: Preprint servers other than arXiv, whose papers have an attribute of their own.
PREPRINT_SERVERS: tuple[PreprintServer, ...] = (
    _server("arXiv", "10.48550/", "", "", "arxiv.org", "CoRR", "Computing Research Repository"),
    _server("bioRxiv", "10.1101/20 10.1101/0 10.1101/1 10.64898/", _RXIV_ID, "https://doi.org/10.1101/{}"),
    _server("medRxiv", "", _RXIV_ID, "https://doi.org/10.1101/{}"),
    _server("ChemRxiv", "10.26434/", r"(?:10\.26434/)?(chemrxiv[-.][\w-]{5,20}(?:\.v\d{1,2})?)",
            "https://doi.org/10.26434/{}"),
    _server("SSRN", "10.2139/ssrn.", r"(?:ssrn\.|abstract[_=]?(?:id=)?)?(\d{4,8})",
            "https://ssrn.com/abstract={}",
            "SSRN Electronic Journal", "Social Science Research Network"),
    _server("Research Square", "10.21203/", r"(?:10\.21203/)?(rs\.[\w.-]{3,20}(?:/v\d{1,2})?)",
            "https://doi.org/10.21203/{}"),
    _server("Preprints.org", "10.20944/", r"(?:10\.20944/)?(preprints\d{6}\.\d{4}\.v\d{1,2})",
            "https://doi.org/10.20944/{}"),
    _server("TechRxiv", "10.36227/", r"(?:10\.36227/)?(techrxiv\.[\d.]{5,30}(?:/?v\d{1,2})?)",
            "https://doi.org/10.36227/{}"),
    _server("EarthArXiv", "10.31223/", r"(?:10\.31223/)?((?:X5|osf\.io/)[A-Za-z0-9]{4,6})",
            "https://doi.org/10.31223/{}"),
    _server("engrXiv", "10.31224/", r"(?:10\.31224/)?((?:osf\.io/)?[a-z0-9]{4,5})",
            "https://doi.org/10.31224/{}"),
    _server("Authorea", "10.22541/", r"(?:10\.22541/)?(au\.[\d.]{5,30}(?:/v\d{1,2})?)",
            "https://doi.org/10.22541/{}"),
    _server("ESS Open Archive", "10.1002/essoar. 10.22541/essoar.", "", "", "ESSOAr"),
    _server("PeerJ Preprints", "10.7287/", r"(?:10\.7287/)?(peerj\.preprints\.\d{2,6}(?:v\d{1,2})?)",
            "https://doi.org/10.7287/{}"),
    _server("SciELO Preprints", "10.1590/SciELOPreprints"),
    _server("JMIR Preprints", "10.2196/preprints."),
    _server("Nature Precedings", "10.1038/npre."),
    _server("Cambridge Open Engage", "10.33774/"),
    _server("ChinaXiv", "", r"(\d{6}\.\d{5}(?:v\d{1,2})?)", "https://chinaxiv.org/abs/{}"),
    _server("viXra", "", r"(\d{4}\.\d{4})", "https://vixra.org/abs/{}"),
    _server("Jxiv", "10.51094/jxiv."),
    _server("Qeios", "10.32388/"),
    _server("Cogprints"),
    *_osf_servers(),
    _server("OSF", "10.31219/", _OSF_ID, "https://osf.io/{}", "OSF Preprints", "Open Science Framework"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier of a paper: the name and label of its kind, its text, and its address or ``""``."""

    name: str
    label: str
    text: str
    href: str = ""


def _letters(name: str) -> str:
    """Return the letters and digits of a name, for comparison."""
    return "".join(filter(str.isalnum, fold(name)))


_SERVER_OF = {_letters(name): row for row in reversed(PREPRINT_SERVERS) for name in (row.name, *row.archives)}
_ARCHIVES = {name: row for row in reversed(IDENTIFIERS) for name in row.archives}
_FIELDS = {name: row for row in IDENTIFIERS for name in row.fields}
_PREFIXES = tuple(prefix.lower() for row in PREPRINT_SERVERS for prefix in row.prefixes)
#: The first three letters of the names of servers: nearly all other names are recognized by them.
_FIRST_LETTERS = frozenset(
    name[:3].lower() for row in PREPRINT_SERVERS for name in (row.name, *row.archives)
) | {"the"}
#: The maximum number of words in the name of a server.
_MAX_WORDS = 6


def is_preprint_server(name: str) -> bool:
    """True if the name of an archive, a journal or a publisher is that of a preprint server, or begins so."""
    if name[:3].lower() not in _FIRST_LETTERS:
        return False
    words = re.findall(r"[^\W_]+", fold(name)[:200].removeprefix("the "))
    starts = ("".join(words[:count]) for count in range(1, min(len(words), _MAX_WORDS) + 1))
    return any(start in _SERVER_OF and (start != "osf" or len(words) == 1) for start in starts)


def has_preprint_doi(doi: str) -> bool:
    """True if a DOI is one of those that a preprint server registers."""
    return doi.lower().startswith(_PREFIXES)


def is_archive(name: str) -> bool:
    """True if a value of ``eprinttype`` is that of a known archive or preprint server."""
    return _letters(name) in _ARCHIVES or _letters(name) in _SERVER_OF


def identifiers_of(paper: Publication) -> Iterator[Identifier]:
    """Yield the identifiers of a paper in the order of the table; those of other archives are last."""
    values = [(name, str(value)) for name, value in (*paper.variables, *paper.custom)]
    rows = [(_FIELDS[name], value) for name, value in values if name in _FIELDS]
    fields = dict(values)
    eprint, archive = (
        fields.get("eprint", ""),
        _letters(name := fields.get("eprinttype") or fields.get("archiveprefix", "")),
    )
    if eprint and archive in _ARCHIVES:
        rows.append((_ARCHIVES[archive], eprint))
    for kind in IDENTIFIERS:
        texts = [value for row, value in rows if row is kind]
        yield from dict.fromkeys(found for text in texts for found in _identifiers(kind, text, fields))
    if eprint and archive and archive not in _ARCHIVES:
        yield _eprint(eprint, name, _SERVER_OF.get(archive))


def _identifiers(kind: IdentifierKind, value: str, fields: Mapping[str, str]) -> Iterator[Identifier]:
    """Yield the identifiers of a kind in a value, or the value itself if there is none."""
    words = _find(kind.expression, value, kind.address)
    if not words:
        yield Identifier(kind.name, kind.label, value, _own_address(value))
    for word in words if kind.is_list else words[:1]:
        if kind.name == "hal" and _VERSION.fullmatch(version := fields.get("hal_version", "")):
            word = _VERSION_AT_END.sub("", word) + version
        yield Identifier(kind.name, kind.label, kind.shown.format(word), _fill(kind.address, word))


def _eprint(eprint: str, archive: str, server: PreprintServer | None) -> Identifier:
    """Return the identifier in an archive without a row, which is linked if it is a known server."""
    if server is None:
        return Identifier("eprint", archive, eprint, _own_address(eprint))
    words = (
        _find(rf"(?<![^\W_])(?:{server.pattern})(?![^\W_])", eprint, server.address) if server.pattern else []
    )
    return Identifier("eprint", server.name, eprint, _fill(server.address, words[0]) if words else "")


_VERSION, _VERSION_AT_END = re.compile(r"v\d{1,2}"), re.compile(r"v\d{1,2}\Z")
_HOST = re.compile(r"https?://[^/]*/", re.IGNORECASE)


def _find(expression: str, value: str, address: str) -> list[str]:
    """Return the identifiers in a value, which may be an address like that of the archive."""
    if host := _HOST.match(value):
        rest, folder = value[host.end() :], _HOST.sub("", address.partition("{}")[0])
        value = rest.rpartition(folder)[2] if folder else rest
    return [match[1] for match in re.finditer(expression, unquote(value), re.IGNORECASE)]


def _fill(address: str, word: str) -> str:
    return address.format(quote(word.replace(" ", ""), safe="/:.-_"))


def _own_address(value: str) -> str:
    return (safe_url(value) or "") if _HOST.match(value) else ""
