"""Words by which the name of an organization is known, in formats that do not mark it."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"(?i)\b(?:academ(?:y|ia|ie)|administration|agenc(?:y|ia)|alliance|associa(?:tion|\w*ción)|authority|bank"
    r"|board|bureau|clinic|cent(?:er|re|ro)|collaboration|college|commission|committee|compan(?:y|ies)"
    r"|conference|congress|consorti(?:um|a)|corporation|council|department|directorate|division|faculty"
    r"|federation|foundation|gmbh|government|group|hospital|inc|initiative|institut\w*|international"
    r"|investigators|laborator(?:y|ies)|librar(?:y|ies)|ltd|llc|ministry|museum|national|network|office"
    r"|organi[sz]ation|parliament|press|program(?:me)?|project|research|school|secretariat|services?"
    r"|societ(?:y|ies)|states|survey|team|trust|union|universi\w+|working|workshop)\b"
)
#: Words between others, which the name of a person does not have.
_LINKS = re.compile(r"(?i)\b(?:of|for|the|and|und|et|y|de la|corp|company)\b|[&\d]")
#: The legal forms of companies.
COMPANY_FORMS = frozenset(
    {"corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc", "ltd", "plc"}
)


def has_organization_word(name: str) -> bool:
    """True if a name contains a word of organizations, such as *institute*."""
    return _WORDS.search(name) is not None


def is_whole_organization(name: str) -> bool:
    """True if a whole name is that of an organization: *The Consortium*, but not *Frank Press*."""
    if name.startswith("The "):
        return True
    first, _, last = name.partition(" ")
    is_person = last.lower() in _FAMILY_NAMES and not first.isupper()
    return has_organization_word(name) and not is_person


#: Words of organizations that are family names, too.
_FAMILY_NAMES = frozenset({"bank", "board", "college", "division", "government", "press", "school", "union"})


def is_organization(name: str) -> bool:
    """True if a name without a comma contains a word that names of people do not have."""
    return has_organization_word(name) or _LINKS.search(name) is not None


def is_company_form(text: str) -> bool:
    """True if what follows a comma in a name is the legal form of a company: ``Acme, Inc.``."""
    return text.strip(".").lower() in COMPANY_FORMS
