"""Every complaint that the package can make about data, options or citations.

Readers yield problems beside publications, in the order of the file; only ``extension`` turns
them into Sphinx warnings. The reference page of warnings is generated from :class:`Code`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.model.rich_text import one_line


class Code(Enum):
    """The warning subtypes (``pubs.<value>``), each with what it means and what to do.

    A row is ``NAME = value, meaning``: the value is what ``suppress_warnings`` takes.
    """

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Code:
        """A member from its row."""
        member = object.__new__(cls)
        member._value_ = value
        member.meaning = meaning
        return member

    # Sources
    SOURCE_MISSING = (
        "source_missing",
        "A file named in ``pubs_sources`` does not exist, or a glob matches nothing.",
    )
    SOURCE_UNREADABLE = (
        "source_unreadable",
        "A source cannot be opened, or exceeds the size limit; it is ignored.",
    )
    ENCODING = (
        "encoding",
        "A byte is not valid in the file's encoding. The rest is kept and the byte is shown as �. "
        "Save the file as UTF-8, or name its encoding with ``pubs_encoding``.",
    )
    NOT_BIBTEX = (
        "not_bibtex",
        "A source is not in the format that its name promises; the message says what it seems to be.",
    )
    # Entries
    SYNTAX = (
        "syntax",
        "An entry is broken, often for want of a brace or comma. "
        "It is shown as far as it can be read, else left out.",
    )
    DUPLICATE_KEY = (
        "duplicate_key",
        "Two entries have the same key. The first is used; the message names both places.",
    )
    DUPLICATE_FIELD = (
        "duplicate_field",
        "An entry has the same field twice, with different values. The first is used.",
    )
    MISSING_KEY = (
        "missing_key",
        "An entry has no key. It is shown, but can only be cited by the key made for it.",
    )
    UNDEFINED_MACRO = (
        "undefined_macro",
        "A value uses an abbreviation that no ``@string`` defines. Its name is shown instead.",
    )
    INHERITANCE = (
        "inheritance",
        "A ``crossref`` or ``xdata`` names an entry that does not exist, or leads back to itself.",
    )
    NAME = (
        "name",
        "A name has too many commas or is empty. It is shown as written.",
    )
    DATE = (
        "date",
        "A date is not recognized. It is shown as written and sorted by the year found in it, if any.",
    )
    LATEX = (
        "latex",
        "LaTeX in a field cannot be read; the field is shown with its markup as plain text.",
    )
    VALUE = (
        "value",
        "A value has the wrong type or shape for its variable (for example in CSL-JSON); it is ignored.",
    )
    # Links
    URL = (
        "url",
        "An address is refused, since its scheme is not one of ``pubs_url_schemes``. Its text stays.",
    )
    LOCAL_FILE = (
        "local_file",
        "A file that an entry names does not exist or lies outside the source directory: no button.",
    )
    ADDRESS = (
        "address",
        "Two generated pages would have the same address; eight digits tell the second from the first.",
    )
    # People
    PEOPLE = (
        "people",
        "Something in the people file (``pubs_people``) is invalid; it is ignored.",
    )
    VENUES = (
        "venues",
        "Something in the venues file (``pubs_venues``) is invalid; it is ignored.",
    )
    # Limits
    LIMIT = (
        "limit",
        "Something is larger, deeper or longer than a documented limit, and was cut there.",
    )
    # Directives and roles
    OPTION = (
        "option",
        "An option of a directive is unknown or has a value that it cannot take, and no list is "
        "shown; or a ``pubs_`` name in ``conf.py`` is unknown.",
    )
    EMPTY = (
        "empty",
        "A list selects nothing. The page says so.",
    )
    UNKNOWN_KEY = (
        "unknown_key",
        "A citation names a paper that is not in the library. The message names the nearest keys.",
    )
    UNSHOWN = (
        "unshown",
        "A cited paper stands in no list of the project, so that the citation leads to its DOI or URL, or "
        "is not a link. It is said once for each paper.",
    )
    STYLE = (
        "style",
        "The engine of CSL styles failed on an entry; it is shown in this package's own style.",
    )
    TEMPLATE = (
        "template",
        "A template of yours failed on an entry; the entry is shown with the built-in one.",
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint: what is wrong, in which entry, what to do, and where (file and line of the data).

    ``entries`` is the number of entries that are lost to it (the loss rule: entries in = entries
    shown + entries reported). The message is one printable line, whatever the data that it names.
    """

    code: Code
    message: str
    origin: Origin
    entries: int = 0

    def __post_init__(self) -> None:
        """Make the message fit for a log, and for a terminal."""
        object.__setattr__(self, "message", as_sentence(one_line(self.message)))


def as_sentence(message: str) -> str:
    """Return a message with a capital at its beginning, unless it begins with a name, and a full stop."""
    word = message.partition(" ")[0]
    begin = message[:1].upper() if word.isalpha() else message[:1]
    end = "" if not message or message[-1] in ".?!:…" else "."
    return f"{begin}{message[1:]}{end}"


def duplicate_key(key: str, first: Origin, origin: Origin) -> Problem:
    """Return the problem of an entry whose key, as messages quote it, an entry at ``first`` has."""
    message = f"Duplicate key {key}: the entry at {first} is used. Rename or remove one of the two"
    return Problem(Code.DUPLICATE_KEY, message, origin, entries=1)
