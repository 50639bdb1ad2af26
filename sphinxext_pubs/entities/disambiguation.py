"""Identify the people behind the names of a library; ambiguous names are reported, not merged.

The people file has precedence, then ids and ORCID iDs in the data (``author+an:orcid``, as in BibLaTeX and
from the ACL Anthology). After that, a name with initials or fewer given names is merged into the fuller name
that it abbreviates: if the library has exactly one such person, if both names never occur on the same paper,
and if the people file does not exclude it. Of two orders of one name, the more frequent is used. A name that
matches several people is not merged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from sphinxext_pubs.entities.given_names import Words, are_initials, flatten, given_words, shorter_forms
from sphinxext_pubs.entities.people import (
    People,
    Person,
    has_bare_initials,
    name_key,
    parse_name,
    swap_family_given,
)
from sphinxext_pubs.model.problems import Suggestion, message_text
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.annotations import NO_IDS, ROLES, PersonIds, names_with_ids

#: Maximum number of candidates listed for an ambiguous name.
MAX_LISTED = 8

#: Prefix of the identity of a person known only by name, which distinguishes it from ids.
NAME_PREFIX = "name:"


@dataclass(slots=True)
class Author:
    """An author or editor: identity, name as shown, other spellings, and the entry of the people file.

    The identity is the id in the people file, else that in the data, else :data:`NAME_PREFIX` and the name.
    """

    id: str
    label: str
    spellings: list[str] = field(default_factory=list)
    person: Person | None = None
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class AmbiguousName:
    """An ambiguous name: the displayed names of its candidates, and a paper on which it occurs."""

    name: str
    candidates: tuple[str, ...]
    paper: Publication

    @property
    def message(self) -> str:
        """Return the text of the problem, with the first candidates."""
        listed = ", ".join(f"“{name}”" for name in self.candidates[:MAX_LISTED])
        more = len(self.candidates) - MAX_LISTED
        listed += f" and {more} more" if more > 0 else ""
        sentence = f"Entry “{self.paper.key}”: “{self.name}” is ambiguous; it may be {listed}"
        return message_text(sentence, Suggestion(remedy="Identify the author in the people file"))


class Identities:
    """The authors and editors of a library, with all spellings of one person merged."""

    def __init__(self, publications: Iterable[Publication], people: People | None = None) -> None:
        self.people = people or People()
        self._names: dict[str, Name] = {}
        self._counts: Counter[str] = Counter()
        self._occurrences: dict[str, set[int]] = {}
        self._first_paper: dict[str, Publication] = {}
        self._ids: dict[str, PersonIds] = {}
        self._persons: dict[str, Person | None] = {}
        self._excluded = {
            person.id: {spelling_key(parse_name(spelling)) for spelling in person.distinct}
            for person in self.people.persons
        }
        for position, paper in enumerate(publications):
            for role, names_ in enumerate((paper.author, paper.editor)):
                for name, ids in names_with_ids(paper, names_, ROLES[role]):
                    key = self._name_key(name, ids)
                    if key not in self._names:
                        self._names[key], self._ids[key], self._first_paper[key] = name, ids, paper
                        self._persons[key] = self._person_of(name, ids)
                    self._counts[key] += 1
                    self._occurrences.setdefault(key, set()).add(2 * position + role)
        self.ambiguous_names: list[AmbiguousName] = []
        self._merged = self._merge()
        self._authors: dict[str, Author] = {}
        self._author_by_person: dict[str, Author] = {}
        for key in self._names:
            self._add_author(key)

    def authors_of(self, paper: Publication, role: str = "author") -> list[Author]:
        """Return the authors (or editors) of a paper of the library, in order, without *and others*."""
        people = paper.author if role == "author" else paper.editor
        return [self._author(self._name_key(name, ids)) for name, ids in names_with_ids(paper, people, role)]

    def person_for(self, name: Name) -> Person | None:
        """Return the person of the people file for a name without an id in the data, or None."""
        key = spelling_key(name)
        author = self._authors.get(self._merged.get(key, key))
        return author.person if author is not None else self.people.find(name)

    def name_keys_of(self, persons: Container[str]) -> list[str]:
        """Return the name keys in the library of these persons of the people file (a set of ids)."""
        persons_of_names = ((key, self._author(key).person) for key in self._names)
        return sorted(key for key, person in persons_of_names if person is not None and person.id in persons)

    def _author(self, key: str) -> Author:
        return self._authors[self._merged.get(key, key)]

    @staticmethod
    def _name_key(name: Name, ids: PersonIds) -> str:
        """Return the key of a name; names with different ids or ORCID iDs have different keys."""
        bare = spelling_key(name)
        return f"{bare}\n{ids.id}\n{ids.orcid}" if ids != NO_IDS else bare

    def _person_of(self, name: Name, ids: PersonIds) -> Person | None:
        """Return the person of the people file, by ORCID iD or id if the data has one, else by name."""
        by_ids = self.people.by_orcid.get(ids.orcid) or self.people.by_id.get(ids.id)
        if by_ids is not None or ids.id:
            return by_ids
        person = self.people.find(name)
        return person if person is None or ids.orcid in ("", person.orcid) or not person.orcid else None

    # Merging

    def _merge(self) -> dict[str, str]:
        """Return a mapping of each merged name to the name that it is merged into."""
        families: dict[str, list[str]] = {}
        merged: dict[str, str] = {}
        for key, name in self._names.items():
            if self._persons[key] is None and not name.literal:
                families.setdefault(fold(f"{name.particle} {name.family}"), []).append(key)
            if self._persons[key] is None and (shared := self.people.namesakes(name)):
                same = len({person.name for person in shared}) < len(shared)
                candidates = tuple(
                    f"{person.name} ({person.id})" if same else person.name for person in shared
                )
                self.ambiguous_names.append(
                    AmbiguousName(names.full_name(name), candidates, self._first_paper[key])
                )
        for key, name in self._names.items():
            if self._persons[key] is not None:
                families.setdefault(fold(f"{name.particle} {name.family}"), []).append(key)
        for keys in families.values():
            merged |= self._merge_family(keys)
        merged |= self._merge_orders(merged)
        merged |= self._merge_orcids(merged)
        self._report_namesakes(merged)
        return self._drop_conflicts({key: _root(key, merged) for key in merged})

    def _report_namesakes(self, merged: Mapping[str, str]) -> None:
        """Report unmerged names without an id that several people with an id or ORCID iD share."""
        with_ids: dict[str, set[str]] = {}
        for key, ids in self._ids.items():
            if ids != NO_IDS:
                with_ids.setdefault(key.partition("\n")[0], set()).add(self._display_name(key))
        for key, ids in self._ids.items():
            unmerged = ids == NO_IDS and self._persons[key] is None and key not in merged
            unmerged = unmerged and not self.people.namesakes(self._names[key])  # already reported
            if unmerged and (others := with_ids.get(key)):
                self._report(key, others)

    def _report(self, key: str, candidates: Iterable[str]) -> None:
        candidate_names = tuple(sorted(candidates))
        self.ambiguous_names.append(
            AmbiguousName(names.full_name(self._names[key]), candidate_names, self._first_paper[key])
        )

    def _drop_conflicts(self, merged: Mapping[str, str]) -> dict[str, str]:
        """Return the mapping without names that would make one person occur twice on one paper.

        A chain of similar names must not connect different suffixes or ORCID iDs either.
        """
        merged_keys: dict[tuple[str, int], list[str]] = {}
        for key, target in merged.items():
            for paper in self._occurrences[key]:
                merged_keys.setdefault((target, paper), []).append(key)
        conflicts = {
            key
            for (target, paper), keys in merged_keys.items()
            if len(keys) > 1 or paper in self._occurrences[target]
            for key in keys
        }
        for trait in (self._suffix, self._orcid):
            conflicts |= _conflicting(merged, trait)
        for key in sorted(conflicts):
            self._report(key, [names.full_name(self._names[merged[key]])])
        return {key: target for key, target in merged.items() if key not in conflicts}

    def _merge_family(self, keys: Sequence[str]) -> dict[str, str]:
        """Return a mapping of names to fuller names, among the names of one family."""
        words = {key: given_words(self._names[key]) for key in keys}
        merged = self._merge_equal(keys, words)
        unmerged = [key for key in keys if key not in merged]
        fuller: dict[Words, dict[str, dict[str, None]]] = {}
        for key in keys:
            root = _root(key, merged)
            with_suffix = [words[key]] if self._suffix(key) else []  # fuller than the same name without it
            for form in (*shorter_forms(words[key]), *with_suffix):
                if root == key or are_initials(form):
                    fuller.setdefault(form, {}).setdefault(self._orcid(root), {})[root] = None
        for key in sorted(unmerged, key=lambda key: -len(flatten(words[key]))):
            if words[key] and not self._is_identified(key):
                by_orcid, orcid = fuller.get(words[key], {}), self._orcid(key)
                likely = (
                    (*by_orcid.get("", ()), *by_orcid.get(orcid, ())) if orcid else chain(*by_orcid.values())
                )
                roots = dict.fromkeys(_root(other, merged) for other in likely)
                candidates = [
                    other for other in roots if other != key and not self._are_different(key, other)
                ]
                if candidates:
                    merged |= self._merge_one(key, candidates, words)
                elif unconfirmed := [other for other in roots if self._differ_only_by_id(key, other)]:
                    self._report(key, {self._display_name(other) for other in unconfirmed})
        return {key: _root(key, merged) for key in merged}

    def _is_identified(self, key: str) -> bool:
        """True if the people file or an id determines the person, so the name is not merged."""
        has_id = self._persons[key] is not None or bool(self._ids[key].id)
        return has_id or bool(self.people.namesakes(self._names[key]))

    def _merge_equal(self, keys: Sequence[str], words: Mapping[str, Words]) -> dict[str, str]:
        """Merge names differing only in spaces, hyphens, periods (*TAD*, *T.A.D.*) into the most frequent."""
        forms: dict[tuple[str, ...], list[str]] = {}
        for key in keys:
            if words[key] and not self._is_identified(key):
                forms.setdefault((self._suffix(key), *flatten(words[key])), []).append(key)
        merged: dict[str, str] = {}
        for same in forms.values():
            if self._are_several_people(same):
                continue
            best = max(same, key=lambda key: (self._counts[key], not key.endswith("."), len(key), key))
            merged |= {key: best for key in same if key != best and not self._are_different(key, best)}
        return merged

    def _merge_one(self, key: str, fuller: Sequence[str], words: Mapping[str, Words]) -> dict[str, str]:
        """Merge a name into the fullest one if all others abbreviate it; otherwise report an ambiguity."""
        best = max(fuller, key=lambda other: (len(flatten(words[other])), len(str(words[other])), other))
        persons = {self._person_id(other) for other in fuller}
        abbreviated = {words[best], *shorter_forms(words[best])}
        several = self._are_several_people(fuller)
        if len(persons) == 1 or (all(words[other] in abbreviated for other in fuller) and not several):
            return {key: best}
        shorter = set[Words]().union(*(shorter_forms(words[other]) for other in fuller))
        fullest = [other for other in fuller if words[other] not in shorter]
        self._report(key, {self._display_name(other) for other in fullest})
        return {}

    def _are_several_people(self, keys: Sequence[str]) -> bool:
        """True if suffixes, ids or ORCID iDs in the data show that these names belong to several people."""
        orcids = {self._orcid(key) for key in keys} - {""}
        suffixes = {self._suffix(key) for key in keys} - {""}
        return max(len(orcids), len(suffixes), len({self._ids[key].id for key in keys})) > 1

    def _orcid(self, key: str) -> str:
        return self._ids[key].orcid

    def _suffix(self, key: str) -> str:
        """Return the suffix that distinguishes members of a family: *jr*, *iii*; or empty."""
        return re.sub(r"\W", "", fold(self._names[key].suffix))

    def _display_name(self, key: str) -> str:
        """Return a name as shown, with its ORCID iD or id if it has one."""
        ids = self._ids[key]
        return " ".join(filter(None, (names.full_name(self._names[key]), ids.orcid or ids.id)))

    def _person_id(self, key: str) -> str:
        person = self._persons[key]
        return person.id if person is not None else key

    def _are_different(self, key: str, other: str) -> bool:
        """True if two names occur on the same paper, or if data or people file say that the people differ."""
        if self._occurrences[key] & self._occurrences[other] or self._are_several_people((key, other)):
            return True
        return self._is_excluded(key, other) or self._is_excluded(other, key)

    def _differ_only_by_id(self, key: str, other: str) -> bool:
        """True if the names would be merged, but only the other one has an id in the data."""
        same_paper = self._occurrences[key] & self._occurrences[other]
        excluded = self._is_excluded(key, other) or self._is_excluded(other, key)
        return not same_paper and not excluded and self._ids[key] == NO_IDS and self._ids[other] != NO_IDS

    def _is_excluded(self, key: str, other: str) -> bool:
        """True if the people file excludes a name from the spellings of the other name's person."""
        person = self._persons[other]
        return person is not None and key.partition("\n")[0] in self._excluded[person.id]

    def _merge_orders(self, already_merged: dict[str, str]) -> dict[str, str]:
        """Merge names into a more frequent one with family and given name swapped."""
        merged: dict[str, str] = {}
        for key, name in self._names.items():
            swapped = (
                swap_family_given(name) if key not in already_merged and self._ids[key] == NO_IDS else None
            )
            if swapped is None:
                continue
            other = name_key(swapped)
            if (
                other in self._names
                and other not in already_merged
                and not self._are_different(key, other)
                and (self._counts[key], key) < (self._counts[other], other)
            ):
                merged[key] = other
        return merged

    def _merge_orcids(self, already_merged: Mapping[str, str]) -> dict[str, str]:
        """Merge names with the same ORCID iD, in any spelling."""
        same: dict[str, list[str]] = {}
        for key, ids in self._ids.items():
            if ids.orcid and key not in already_merged:
                same.setdefault(ids.orcid, []).append(key)
        merged: dict[str, str] = {}
        for keys in same.values():
            best = max(
                keys, key=lambda key: (self._persons[key] is not None, self._counts[key], len(key), key)
            )
            merged |= {key: best for key in keys if key != best}
        return merged

    # Authors

    def _add_author(self, key: str) -> None:
        target = self._merged.get(key, key)
        name = self._names[target]
        person = self._persons[target]
        author = self._authors.get(target)
        if author is None and person is not None:
            author = self._author_by_person.get(person.id)
        if author is None:
            label = person.name if person is not None else names.full_name(name)
            identity = person.id if person is not None else self._ids[target].id or f"{NAME_PREFIX}{target}"
            author = Author(identity, label, [], person, person.orcid if person is not None else "")
        author.orcid = author.orcid or self._ids[key].orcid
        self._authors[target] = author
        if author.person is not None:
            self._author_by_person[author.person.id] = author
        spelling = names.full_name(self._names[key])
        if spelling != author.label and spelling not in author.spellings:
            author.spellings.append(spelling)


def spelling_key(name: Name) -> str:
    """Return the key of a name without an id; *JA* and *J. A.* have different keys."""
    return f"{name_key(name)}{'.' if has_bare_initials(name) else ''}"


def _root(key: str, merged: dict[str, str]) -> str:
    """Return the end of a chain of merged names; each step is a fuller name, so the chain ends."""
    while key in merged:
        key = merged[key]
    return key


def _conflicting(merged: Mapping[str, str], trait: Callable[[str], str]) -> set[str]:
    """Return the names merged into a person with a different trait (its own, or that of most spellings)."""
    groups: dict[str, list[str]] = {}
    for key, target in merged.items():
        groups.setdefault(target, [target]).append(key)
    conflicts = set()
    for target, keys in groups.items():
        traits = Counter(filter(None, map(trait, keys)))
        if len(traits) > 1:
            expected = trait(target) or max(traits, key=lambda value: (traits[value], value))
            conflicts |= {key for key in keys if trait(key) not in ("", expected)}
    return conflicts - groups.keys()
