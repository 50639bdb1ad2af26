"""Every problem with data, options or citations that the package can report.

Readers yield problems beside publications, in the order of the file; only ``extension`` turns
them into Sphinx warnings. The reference page of warnings is generated from :class:`Code`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field
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
        "A source cannot be opened, or exceeds the size limit. It is ignored.",
    )
    ENCODING = (
        "encoding",
        "A byte is not valid in the file's encoding. The rest is kept and the byte is shown as �. "
        "Save the file as UTF-8, or name its encoding with ``pubs_encoding``.",
    )
    NOT_BIBTEX = (
        "not_bibtex",
        "A source is not in the format that its name suggests. The message says what it seems to be.",
    )
    FORMAT = (
        "format",
        "The program of a format failed to read a source, or to write a file. The message says where. "
        "What it read before is shown; other files are not affected.",
    )
    # Entries
    SYNTAX = (
        "syntax",
        "An entry is broken, often because a brace or a comma is missing. "
        "It is shown as far as it can be read. Otherwise it is ignored.",
    )
    DUPLICATE_KEY = (
        "duplicate_key",
        "Two entries have the same key. The message names both places. If they are the same paper, the first "
        "is used. If their titles or DOIs differ, both are shown, the second under its key with a letter.",
    )
    DUPLICATE_FIELD = (
        "duplicate_field",
        "An entry has the same field twice, with different values. The first value is used.",
    )
    MISSING_KEY = (
        "missing_key",
        "An entry has no key. It is shown, but can only be cited by the key that is generated for it.",
    )
    UNDEFINED_MACRO = (
        "undefined_macro",
        "A value uses an abbreviation that no ``@string`` defines. Its name is shown instead.",
    )
    INHERITANCE = (
        "inheritance",
        "A ``crossref`` or ``xdata`` names an entry that does not exist, or refers back to its own entry.",
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
        "LaTeX in a field cannot be read. Its text is shown: of an unknown command the arguments, or the "
        "name.",
    )
    VALUE = (
        "value",
        "A value is not valid: it has the wrong type for its variable (in CSL-JSON), a range of pages is "
        "reversed, or the type of an entry seems to be misspelt. The message says how it is shown.",
    )
    # Links
    URL = (
        "url",
        "An address is not valid, or its scheme is not one of ``pubs_url_schemes``. "
        "It is shown as text, without a link.",
    )
    LOCAL_FILE = (
        "local_file",
        "A file that an entry names does not exist or is outside the source directory. "
        "Its button is not shown.",
    )
    ADDRESS = (
        "address",
        "Two generated pages would have the same address. A suffix is added to the second one.",
    )
    SPHINX = (
        "sphinx",
        "This version of Sphinx differs from those that the extension knows, and something is missing. "
        "The message says what. Update the extension.",
    )
    # People
    PEOPLE = (
        "people",
        "A record or value in the people file (``pubs_people``) is not valid. It is ignored.",
    )
    VENUES = (
        "venues",
        "A record or value in the venues file (``pubs_venues``) is not valid. It is ignored.",
    )
    # Limits
    LIMIT = (
        "limit",
        "A value exceeds a documented limit of length, depth or number. It is cut there.",
    )
    # Rows from outside
    ADDITION = (
        "addition",
        "A facet, format, layout or part of another package or of ``conf.py`` cannot be used, or one of its "
        "functions fails. The row is ignored, or the value of the function is left out.",
    )
    # Directives and roles
    OPTION = (
        "option",
        "An option of a directive is unknown or has an invalid value. Fix the option to show the list. "
        "Also reported for an unknown ``pubs_`` name in ``conf.py``.",
    )
    EMPTY = (
        "empty",
        "No papers match the options of a list. The page says so.",
    )
    UNKNOWN_KEY = (
        "unknown_key",
        "A citation names a paper that is not in the library. The message names the nearest keys.",
    )
    CITATION = (
        "citation",
        "A part of a citation has no effect, or cannot be read as it is written.",
    )
    UNSHOWN = (
        "unshown",
        "A cited paper is not listed anywhere in the project. The citation links to its DOI or URL, or is "
        "not a link. Reported once for each paper.",
    )
    LABELS = (
        "labels",
        "A cited paper has different labels in two lists of a page. Its citations have that of the first. "
        "With ``sphinxext_pubs.bibtex``, also two papers that have the same label, or a paper that is in two "
        "bibliographies.",
    )
    INCOMPLETE = (
        "incomplete",
        "With ``sphinxext_pubs.bibtex``, an entry in a bibliography lacks a field that works of its type "
        "must have. It is shown without it.",
    )
    STYLE = (
        "style",
        "The engine of CSL styles failed on an entry. The entry is shown in the built-in style.",
    )
    TEMPLATE = (
        "template",
        "One of your templates failed on an entry. The entry is shown with the built-in template.",
    )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way to solve a problem."""

    near: tuple[str, ...] = field(default=(), metadata={"help": "Words that may be meant."})
    remedy: str = field(default="", metadata={"help": "A sentence without a period."})
    choices: tuple[str, ...] = field(default=(), metadata={"help": "The valid choices."})


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem in data, options or citations: what is wrong, where, and what to do.

    One cause, such as an unknown macro, can make hundreds of problems in a file. ``group_problems`` turns
    those that have the same code and cause into one, at the first of them. The cause is the sentence, which
    must not name the entry: that belongs in ``place``. If the sentences differ, as each quotes a value, give
    it in ``cause``. A reader yields a problem for each use, and counts nothing::

        sentence = f"unknown LaTeX macro {quoted(name)}; its name is shown"
        yield Problem(Code.LATEX, sentence, origin, place=field_name(key, "title"))
    """

    code: Code = field(metadata={"help": "Its warning code."})
    sentence: str = field(metadata={"help": "What is wrong: a sentence without a period."})
    origin: Origin = field(metadata={"help": "The file and line."})
    entries: int = field(
        default=0,
        metadata={"help": "The number of entries that are lost to it, so that no entry is lost in silence."},
    )
    suggestion: Suggestion | None = field(default=None, metadata={"help": "What to do about it."})
    _: KW_ONLY
    place: str = field(
        default="", metadata={"help": "The entry and field that it is in, before the sentence in messages."}
    )
    cause: str = field(
        default="",
        metadata={"help": "What problems with different sentences have in common; by default, the sentence."},
    )
    uses: int = field(default=1, metadata={"help": "How often it occurs in the file."})
    more_lines: tuple[int, ...] = field(
        default=(), metadata={"help": "The other lines of the file at which it occurs."}
    )

    @property
    def message(self) -> str:
        """The text for users: one printable line, whatever the data that it names."""
        sentence = f"{self.place}: {self.sentence}" if self.place else self.sentence
        message = message_text(sentence, self.suggestion)
        return f"{message} {_count_uses(self.uses, self.more_lines)}" if self.uses > 1 else message


#: Maximum number of lines that a message about several uses names.
_MAX_LINES = 8


def _count_uses(uses: int, lines: Sequence[int]) -> str:
    """Return the sentence about a problem that occurs more than once."""
    sentence = f"This occurs {uses:,} times in the file"
    if not lines:
        return f"{sentence}."
    named = [str(line) for line in lines[:_MAX_LINES]]
    rest = len(lines) - len(named)
    last = [f"{rest:,} more"] if rest else [named.pop()]
    words = " and ".join(filter(None, (", ".join(named), *last)))
    return f"{sentence}, also at line{'s' if len(lines) > 1 else ''} {words}."


class InvalidValueError(ValueError):
    """A value that is not valid: the problem as a sentence, and the suggestion what to do about it."""

    def __init__(self, sentence: str, suggestion: Suggestion | None = None) -> None:
        super().__init__(sentence, suggestion)
        self.sentence = sentence
        self.suggestion = suggestion

    def __str__(self) -> str:
        return message_text(self.sentence, self.suggestion)

    def message(self, place: str) -> str:
        """Return the text for users, after the place of the value, such as an option."""
        return message_text(f"{place}: {self.sentence}", self.suggestion)


class OptionError(InvalidValueError):
    """An option that is unknown (or, with an empty name, missing) or has an invalid value."""

    def __init__(self, option: str, sentence: str, suggestion: Suggestion | None = None) -> None:
        super().__init__(sentence, suggestion)
        self.option = option

    def __reduce__(self) -> tuple[type[OptionError], tuple[str, str, Suggestion | None]]:
        return type(self), (self.option, self.sentence, self.suggestion)

    def __str__(self) -> str:
        return self.message(self.option) if self.option else super().__str__()

    def directive_message(self, directive: str) -> str:
        """Return the text for users, after the name of the directive with the option."""
        return self.message(f"{directive}: option “{self.option}”" if self.option else directive)


class UnknownOptionError(OptionError):
    """An option that does not exist."""

    def __str__(self) -> str:
        return message_text(self.sentence, self.suggestion)

    def directive_message(self, directive: str) -> str:
        """Return the text for users, after the name of the directive with the option."""
        return self.message(directive)


def message_text(sentence: str, suggestion: Suggestion | None = None) -> str:
    """Return what is wrong and what to do as one printable line, with capitals and full stops.

    “Unknown layout “tabel”. Did you mean “table”? Choose from: anthology, card, table.”
    """
    parts = [sentence]
    if suggestion is not None:
        parts += [f"Did you mean {_quoted_words(suggestion.near)}?"] if suggestion.near else []
        parts += [suggestion.remedy] if suggestion.remedy else []
        parts += [f"Choose from: {', '.join(suggestion.choices)}"] if suggestion.choices else []
    return " ".join(_as_sentence(one_line(part)) for part in parts)


def _quoted_words(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))


def _as_sentence(text: str) -> str:
    """Return a text with a capital at its beginning, unless it begins with a name, and a full stop."""
    word = text.partition(" ")[0]
    begin = text[:1].upper() if word.isalpha() else text[:1]
    end = "" if not text or text[-1] in ".?!:…" else "."
    return f"{begin}{text[1:]}{end}"


#: The sentence about an option or a value in ``conf.py`` that is empty and must not be.
EMPTY_VALUE = "the value is empty"


def not_a_number(value: str, first: int, last: int, example: int) -> str:
    """Return the sentence about a value that is not a whole number in a range."""
    text = value.strip()[:40]
    expected = f"a whole number from {first} to {last:,}, for example {example}"
    return f"“{text}” is not {expected}" if text else EMPTY_VALUE


def not_combined(word: str, others: str) -> str:
    """Return the sentence about a word, such as “none”, that must be alone in a list of words."""
    return f"“{word}” cannot be combined with {others}"


def reversed_range(text: str) -> str:
    """Return the sentence about a range of which the end is before the start."""
    return f"the range “{text}” is reversed"


#: Maximum length of keys and values quoted in messages, in characters.
_MAX_QUOTED = 60


def quoted(value: str) -> str:
    """Return a key or value for messages, in quotation marks, shortened if it is long."""
    value = " ".join(value[: 4 * _MAX_QUOTED].split())
    return f"“{value[:_MAX_QUOTED]}…”" if len(value) > _MAX_QUOTED else f"“{value}”"


def entry_name(key: str) -> str:
    """Return the name of an entry for messages; ``key`` is empty if the data has none."""
    return f"entry {quoted(key)}" if key else "an entry without a key"


def field_name(key: str, field: str) -> str:
    """Return the name of a field of an entry for messages."""
    return f"{entry_name(key)}, field {quoted(field)}"


def missing_key(key: str, origin: Origin) -> Problem:
    """Return the problem of an entry that got a key since it has none."""
    suggestion = Suggestion(remedy="Give it a key")
    sentence = "the entry has no key; this one is made for it"
    return Problem(Code.MISSING_KEY, sentence, origin, suggestion=suggestion, place=entry_name(key))


def repeated_field(name: str) -> str:
    """Return the sentence about a field that an entry has more than once."""
    return f"the field {quoted(name)} is given more than once; the first value is used"


def missing_file(file: str, name: str) -> str:
    """Return the sentence about a file, such as “people file”, that does not exist."""
    return f"The {file} “{name}” does not exist"


def relative_to_conf(setting: str) -> str:
    """Return the remedy for a file that a setting names and that does not exist."""
    return f"Paths in {setting} are relative to the folder of conf.py"


def duplicate(name: str, kind: str, used: Origin) -> str:
    """Return the sentence about a name, such as “key “a””, that two of a kind have."""
    return f"Duplicate {name}: the {kind} at {used} is used"


#: The remedy for two entries or records with the same key or id.
RENAME_ONE = Suggestion(remedy="Rename or remove one of the two")


def duplicate_key(key: str, first: Origin, origin: Origin, first_key: str = "") -> Problem:
    """Return the problem of an entry whose key an entry at ``first`` has, perhaps in another Unicode form."""
    sentence = duplicate(_key_name(key, first_key), "entry", first)
    return Problem(Code.DUPLICATE_KEY, sentence, origin, 1, RENAME_ONE)


def shared_key(key: str, first: Origin, origin: Origin, first_key: str, new_key: str) -> Problem:
    """Return the problem of a paper that gets a new key, since another paper at ``first`` has its key."""
    sentence = (
        f"Duplicate {_key_name(key, first_key)}: it is the key of another paper at {first}; both are shown"
    )
    remedy = Suggestion(remedy=f"Cite this paper as {quoted(new_key)}, or rename one of the two")
    return Problem(Code.DUPLICATE_KEY, sentence, origin, suggestion=remedy)


def _key_name(key: str, first_key: str) -> str:
    differs = first_key not in ("", key)
    return f"key {quoted(key)}" + (" (the two keys differ only in their Unicode form)" if differs else "")
