"""Names for ids, anchors, addresses and files: slugs of texts and keys, and numbers for repeated names."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, MutableMapping
from hashlib import sha256

from sphinxext_pubs.model.rich_text import fold

#: The maximum length of the slug of a text, of the words in the slug of a key, and of a page name.
MAX_SLUG, MAX_KEY_SLUG, MAX_PAGE_NAME = 60, 80, 100

_KEY_SLUG = re.compile(f"[a-z0-9-]{{1,{MAX_KEY_SLUG}}}")
_WORD = re.compile("[a-z0-9]+")
_UNSAFE_CHARACTERS = re.compile(r"[^A-Za-z0-9._]+")

#: Names of devices, which no file or folder of Windows may have, whatever its suffix (``con.html``).
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin|conout|clock)(?:\.|\Z)", re.IGNORECASE)

#: The suffixes of files next to pages, in addition to those of formats, without the dot.
PAGE_SUFFIXES = frozenset({"atom", "html", "pdf"})

#: No replacements.
_NO_SIGNS: Mapping[str, str] = {}


def short_digest(text: str) -> str:
    """Return the first 8 hex digits of the SHA-256 of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def slugify(text: str, signs: Mapping[str, str] = _NO_SIGNS) -> str:
    """Return the text as lower-case ASCII words with hyphens, at most :data:`MAX_SLUG` characters.

    ``signs`` maps signs to the words that replace them. For a text without any such word, return its
    :func:`short_digest`.
    """
    for sign, word in signs.items():
        text = text.replace(sign, f" {word} ")
    slug = "-".join(_WORD.findall(fold(text)))
    if len(slug) > MAX_SLUG:
        slug = slug[: MAX_SLUG + 1].rpartition("-")[0] or slug[:MAX_SLUG]
    return slug or short_digest(text)


def file_name(name: str) -> str:
    """Return a name of a file or folder that Windows allows: with ``-`` after the name of a device."""
    match = _DEVICE.match(name)
    if match is None:
        return name
    end = len(match[0].rstrip("."))
    return f"{name[:end]}-{name[end:]}"


def words_slug(text: str, size: int) -> str:
    """Return the words of ``a-z`` and ``0-9`` in a text with hyphens, at most ``size`` characters."""
    return "-".join(_WORD.findall(text))[:size]


def key_slug(key: str) -> str:
    """Return the key in ``[a-z0-9-]``; if changed, with ``-`` and its :func:`short_digest`.

    The slugs of different keys differ.
    """
    if _KEY_SLUG.fullmatch(key):
        return key
    words = words_slug(fold(key), MAX_KEY_SLUG)
    return f"{words}-{short_digest(key)}" if words else short_digest(key)


def page_name(key: str, file_suffixes: Container[str] = PAGE_SUFFIXES) -> str:
    """Return the name of a paper's page: its key, with ``-`` in place of characters that URLs would escape.

    It does not end with one of ``file_suffixes``, which files next to pages have. The name of a key with
    other than ASCII characters is its :func:`key_slug`.
    """
    name = _UNSAFE_CHARACTERS.sub("-", key).strip("-._")
    if not key.isascii() or not name or len(name) > MAX_PAGE_NAME:
        return key_slug(key)
    stem, dot, suffix = name.rpartition(".")
    return file_name(f"{stem}-{suffix}" if dot and suffix.lower() in file_suffixes else name)


def numbered_name(name: str, number: int, separator: str = "-") -> str:
    """Return the name for the first of several things, and the name with a number for others: ``name-2``."""
    return name if number == 1 else f"{name}{separator}{number}"


def unused_name(
    name: str,
    taken: Container[str],
    last_numbers: MutableMapping[str, int] | None = None,
    *,
    first: int = 2,
    separator: str = "-",
) -> str:
    """Return the name if it is not taken, else the name with the first number that is not: ``name-2``.

    ``last_numbers`` maps names to their last numbers, so that many names that are the same take linear
    time; without it, numbers begin with ``first``. The caller adds the result to ``taken``.
    """
    number = first - 1 if last_numbers is None else last_numbers.get(name, first - 1)
    unused = name
    while unused in taken:
        number += 1
        unused = numbered_name(name, number, separator)
    if last_numbers is not None:
        last_numbers[name] = number
    return unused
