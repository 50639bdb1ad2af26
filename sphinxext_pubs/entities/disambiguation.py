"""Who is who among the names of a library: cautious, and nothing is merged in silence.

By the people file first, and by the ids and ORCIDs that the data gives (``author+an:orcid``, as in BibLaTeX
and from the ACL Anthology). Then a name with initials, or with fewer given names, is taken for the one fuller
name that it can stand for: if the library has exactly one such person, if the two never stand on one paper,
and if the people file does not say otherwise. Two orders of one name are one, the more frequent. A name that
can stand for several is left alone, and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

from sphinxext_pubs.entities.people import People, Person, has_bare_initials, key_of, parsed, turned_round
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import fold, one_line
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.annotations import NO_IDS, ROLES, PersonIds, names_with_ids

#: As many people as are named for one name that may be several people's.
MAX_LISTED = 8

#: Before the identity of somebody who is known by a name only, so that it is none of the ids.
NAMED = "name:"


@dataclass(slots=True)
class Somebody:
    """A person as the library knows them: identity, name as shown, all spellings, and the file's entry.

    The identity is the id in the people file, else that of the data, else the name behind :data:`NAMED`.
    """

    id: str
    label: str
    spellings: list[str] = field(default_factory=list)
    person: Person | None = None
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A name that may be one of several people's, by their names as shown, and a paper that has it."""

    name: str
    candidates: tuple[str, ...]
    paper: Publication

    @property
    def message(self) -> str:
        """What is said of it, with the first of the candidates."""
        listed = ", ".join(f"“{name}”" for name in self.candidates[:MAX_LISTED])
        more = len(self.candidates) - MAX_LISTED
        listed += f" and {more} more" if more > 0 else ""
        what = f"“{self.name}” is ambiguous: it may be {listed}"
        return one_line(f"“{self.paper.key}”: {what}. Identify them in the people file.")


class Identities:
    """Who is who in a library."""

    def __init__(self, publications: Iterable[Publication], people: People | None = None) -> None:
        self.people = people or People()
        self._names: dict[str, Name] = {}
        self._counts: Counter[str] = Counter()
        self._papers: dict[str, set[int]] = {}
        self._first: dict[str, Publication] = {}
        self._marks: dict[str, PersonIds] = {}
        self._persons: dict[str, Person | None] = {}
        self._distinct = {
            person.id: {spelling_of(parsed(written)) for written in person.distinct}
            for person in self.people.persons
        }
        for position, paper in enumerate(publications):
            for role, names_ in enumerate((paper.author, paper.editor)):
                for name, mark in names_with_ids(paper, names_, ROLES[role]):
                    key = self._key(name, mark)
                    if key not in self._names:
                        self._names[key], self._marks[key], self._first[key] = name, mark, paper
                        self._persons[key] = self._person_of(name, mark)
                    self._counts[key] += 1
                    self._papers.setdefault(key, set()).add(2 * position + role)
        self.ambiguities: list[Ambiguity] = []
        self._joined = self._join()
        self._somebodies: dict[str, Somebody] = {}
        self._by_person: dict[str, Somebody] = {}
        for key in self._names:
            self._note(key)

    def who(self, paper: Publication, role: str = "author") -> list[Somebody]:
        """Who the authors or editors of a paper of the library are, in order, without *and others*."""
        people = paper.author if role == "author" else paper.editor
        return [self._somebody(self._key(name, mark)) for name, mark in names_with_ids(paper, people, role)]

    def person(self, name: Name) -> Person | None:
        """The person of the people file whom a name means, where the data says no more than that."""
        key = spelling_of(name)
        somebody = self._somebodies.get(self._joined.get(key, key))
        return somebody.person if somebody is not None else self.people.of(name)

    def names_of(self, persons: Container[str]) -> list[str]:
        """All that the library has for persons of the people file, by their ids."""
        known = ((key, self._somebody(key).person) for key in self._names)
        return sorted(key for key, person in known if person is not None and person.id in persons)

    def _somebody(self, key: str) -> Somebody:
        return self._somebodies[self._joined.get(key, key)]

    @staticmethod
    def _key(name: Name, mark: PersonIds) -> str:
        """What a name is known by here: two with different ids or ORCIDs are two."""
        bare = spelling_of(name)
        return f"{bare}\n{mark.id}\n{mark.orcid}" if mark != NO_IDS else bare

    def _person_of(self, name: Name, mark: PersonIds) -> Person | None:
        """The person of the people file: by ORCID or id where the data has one, else by name."""
        by_mark = self.people.by_orcid.get(mark.orcid) or self.people.by_id.get(mark.id)
        if by_mark is not None or mark.id:
            return by_mark
        person = self.people.of(name)
        return person if person is None or mark.orcid in ("", person.orcid) or not person.orcid else None

    # Joining

    def _join(self) -> dict[str, str]:
        """Name → the name that it is taken for, for all that are not taken for themselves."""
        families: dict[str, list[str]] = {}
        known: dict[str, str] = {}
        for key, name in self._names.items():
            if self._persons[key] is None and not name.literal:
                families.setdefault(fold(f"{name.particle} {name.family}"), []).append(key)
            if self._persons[key] is None and (shared := self.people.ambiguous(name)):
                same = len({person.name for person in shared}) < len(shared)
                candidates = tuple(f"{each.name} ({each.id})" if same else each.name for each in shared)
                self.ambiguities.append(Ambiguity(names.full(name), candidates, self._first[key]))
        for key, name in self._names.items():
            if self._persons[key] is not None:
                families.setdefault(fold(f"{name.particle} {name.family}"), []).append(key)
        for keys in families.values():
            known |= self._join_family(keys)
        known |= self._join_orders(known)
        known |= self._join_orcids(known)
        self._report_namesakes(known)
        return self._parted({key: _last(key, known) for key in known})

    def _report_namesakes(self, known: Mapping[str, str]) -> None:
        """A name without an id or ORCID stays apart from several who have one, and is reported."""
        marked_: dict[str, set[str]] = {}
        for key, mark in self._marks.items():
            if mark != NO_IDS:
                marked_.setdefault(key.partition("\n")[0], set()).add(self._shown(key))
        for key, mark in self._marks.items():
            alone = mark == NO_IDS and self._persons[key] is None and key not in known
            alone = alone and not self.people.ambiguous(self._names[key])  # which is reported already
            if alone and (others := marked_.get(key)):
                self._report(key, others)

    def _report(self, key: str, candidates: Iterable[str]) -> None:
        named = tuple(sorted(candidates))
        self.ambiguities.append(Ambiguity(names.full(self._names[key]), named, self._first[key]))

    def _parted(self, known: Mapping[str, str]) -> dict[str, str]:
        """Without names that would stand twice on one paper if both were the same person's.

        Nor may a chain of names, each like the next, lead from one suffix or ORCID iD to another.
        """
        there: dict[tuple[str, int], list[str]] = {}
        for key, target in known.items():
            for paper in self._papers[key]:
                there.setdefault((target, paper), []).append(key)
        parted = {
            key
            for (target, paper), keys in there.items()
            if len(keys) > 1 or paper in self._papers[target]
            for key in keys
        }
        for trait in (self._suffix, self._orcid):
            parted |= _odd(known, trait)
        for key in sorted(parted):
            self._report(key, [names.full(self._names[known[key]])])
        return {key: target for key, target in known.items() if key not in parted}

    def _join_family(self, keys: Sequence[str]) -> dict[str, str]:
        """The names of one family that are taken for fuller ones."""
        words = {key: _words(self._names[key]) for key in keys}
        joined = self._join_equal(keys, words)
        left = [key for key in keys if key not in joined]
        fuller: dict[Words, dict[str, dict[str, None]]] = {}
        for key in keys:
            root = _last(key, joined)
            whole = [words[key]] if self._suffix(key) else []  # which is fuller than the same without it
            for form in (*_shorter(words[key]), *whole):
                if root == key or _is_initials(form):
                    fuller.setdefault(form, {}).setdefault(self._orcid(root), {})[root] = None
        for key in sorted(left, key=lambda key: -len(_flat(words[key]))):
            if words[key] and not self._is_settled(key):
                by_orcid, own = fuller.get(words[key], {}), self._orcid(key)
                likely = (*by_orcid.get("", ()), *by_orcid.get(own, ())) if own else chain(*by_orcid.values())
                roots = dict.fromkeys(_last(other, joined) for other in likely)
                found = [other for other in roots if other != key and not self._contradicts(key, other)]
                if found:
                    joined |= self._join_one(key, found, words)
                elif barred := [other for other in roots if self._is_only_marked(key, other)]:
                    self._report(key, {self._shown(other) for other in barred})
        return {key: _last(key, joined) for key in joined}

    def _is_settled(self, key: str) -> bool:
        """Whether the people file says all about a name."""
        known = self._persons[key] is not None or bool(self._marks[key].id)
        return known or bool(self.people.ambiguous(self._names[key]))

    def _join_equal(self, keys: Sequence[str], words: Mapping[str, Words]) -> dict[str, str]:
        """Names that differ in spaces, hyphens and full stops only (*TAD*, *T.A.D.*) as the most frequent."""
        forms: dict[tuple[str, ...], list[str]] = {}
        for key in keys:
            if words[key] and not self._is_settled(key):
                forms.setdefault((self._suffix(key), *_flat(words[key])), []).append(key)
        joined: dict[str, str] = {}
        for same in forms.values():
            if self._are_several(same):
                continue
            best = max(same, key=lambda key: (self._counts[key], not key.endswith("."), len(key), key))
            joined |= {key: best for key in same if key != best and not self._contradicts(key, best)}
        return joined

    def _join_one(self, key: str, fuller: Sequence[str], words: Mapping[str, Words]) -> dict[str, str]:
        """What a name is taken for: the fullest, if all others can stand for that; else it is reported."""
        best = max(fuller, key=lambda other: (len(_flat(words[other])), len(str(words[other])), other))
        persons = {self._person_id(other) for other in fuller}
        below = {words[best], *_shorter(words[best])}
        several = self._are_several(fuller)
        if len(persons) == 1 or (all(words[other] in below for other in fuller) and not several):
            return {key: best}
        shorter = set[Words]().union(*(_shorter(words[other]) for other in fuller))
        tops = [other for other in fuller if words[other] not in shorter]
        self._report(key, {self._shown(other) for other in tops})
        return {}

    def _are_several(self, keys: Sequence[str]) -> bool:
        """Whether the data itself tells several people of these names apart."""
        orcids = {self._orcid(key) for key in keys} - {""}
        suffixes = {self._suffix(key) for key in keys} - {""}
        return max(len(orcids), len(suffixes), len({self._marks[key].id for key in keys})) > 1

    def _orcid(self, key: str) -> str:
        return self._marks[key].orcid

    def _suffix(self, key: str) -> str:
        """What tells a son from his father: *jr*, *iii*."""
        return re.sub(r"\W", "", fold(self._names[key].suffix))

    def _shown(self, key: str) -> str:
        """A name with what tells it from others of the same."""
        mark = self._marks[key]
        return " ".join(filter(None, (names.full(self._names[key]), mark.orcid or mark.id)))

    def _person_id(self, key: str) -> str:
        person = self._persons[key]
        return person.id if person is not None else key

    def _contradicts(self, key: str, other: str) -> bool:
        """Whether two names stand on one paper, or the people file keeps them apart."""
        if self._papers[key] & self._papers[other] or self._are_several((key, other)):
            return True
        return self._is_kept_from(key, other) or self._is_kept_from(other, key)

    def _is_only_marked(self, key: str, other: str) -> bool:
        """Whether nothing but an id of the data keeps a name from that of another."""
        together = self._papers[key] & self._papers[other]
        kept = self._is_kept_from(key, other) or self._is_kept_from(other, key)
        return not together and not kept and self._marks[key] == NO_IDS and self._marks[other] != NO_IDS

    def _is_kept_from(self, key: str, other: str) -> bool:
        """Whether the people file says that a name is not that of the person whom another is."""
        person = self._persons[other]
        return person is not None and key.partition("\n")[0] in self._distinct[person.id]

    def _join_orders(self, known: dict[str, str]) -> dict[str, str]:
        """Names of which another has family and given name the other way round."""
        found: dict[str, str] = {}
        for key, name in self._names.items():
            turned = turned_round(name) if key not in known and self._marks[key] == NO_IDS else None
            if turned is None:
                continue
            other = key_of(turned)
            if (
                other in self._names
                and other != key
                and other not in known
                and not self._contradicts(key, other)
            ):
                mine, theirs = (self._counts[key], key), (self._counts[other], other)
                if mine < theirs:
                    found[key] = other
        return found

    def _join_orcids(self, known: Mapping[str, str]) -> dict[str, str]:
        """Names with one ORCID are one person's, however they are written."""
        same: dict[str, list[str]] = {}
        for key, mark in self._marks.items():
            if mark.orcid and key not in known:
                same.setdefault(mark.orcid, []).append(key)
        found: dict[str, str] = {}
        for keys in same.values():
            best = max(
                keys, key=lambda key: (self._persons[key] is not None, self._counts[key], len(key), key)
            )
            found |= {key: best for key in keys if key != best}
        return found

    # Somebodies

    def _note(self, key: str) -> None:
        target = self._joined.get(key, key)
        name = self._names[target]
        person = self._persons[target]
        somebody = self._somebodies.get(target)
        if somebody is None and person is not None:
            somebody = self._by_person.get(person.id)
        if somebody is None:
            label = person.name if person is not None else names.full(name)
            identity = person.id if person is not None else self._marks[target].id or f"{NAMED}{target}"
            somebody = Somebody(identity, label, [], person, person.orcid if person is not None else "")
        somebody.orcid = somebody.orcid or self._marks[key].orcid
        self._somebodies[target] = somebody
        if somebody.person is not None:
            self._by_person[somebody.person.id] = somebody
        written = names.full(self._names[key])
        if written != somebody.label and written not in somebody.spellings:
            somebody.spellings.append(written)


def spelling_of(name: Name) -> str:
    """What a name is known by where no more is known: *JA* and *J. A.* are two, of one person."""
    return f"{key_of(name)}{'.' if has_bare_initials(name) else ''}"


def _last(key: str, joined: dict[str, str]) -> str:
    """The end of a chain of names; each step leads to a fuller one, so that there is an end."""
    while key in joined:
        key = joined[key]
    return key


#: A given name: its words, each of the parts between hyphens.
Words: TypeAlias = tuple[tuple[str, ...], ...]


def _words(name: Name) -> Words:
    """The words of a given name, folded; *J.A.*, *J.-A.* and *JA* are two."""
    return _alike(_folded(" ".join(name.given) if has_bare_initials(name) else name.given))


def _alike(words: Words) -> Words:
    """Initials without what stands between them, which is written as people like; other words as they are."""
    return tuple((part,) for part in _flat(words)) if _is_initials(words) else words


def _folded(given: str) -> Words:
    words = re.sub(r"\.(?!-)", " ", fold(given)).split()
    return tuple(tuple(filter(None, re.split(r"[.\-‐]+", word))) for word in words)


def _flat(words: Words) -> tuple[str, ...]:
    return tuple(part for word in words for part in word)


def _is_initials(words: Words) -> bool:
    return all(len(part) == 1 for part in _flat(words))


def _odd(known: Mapping[str, str], trait: Callable[[str], str]) -> set[str]:
    """The names that are taken for one which has another trait, by itself or by most of those that are it."""
    groups: dict[str, list[str]] = {}
    for key, target in known.items():
        groups.setdefault(target, [target]).append(key)
    found = set()
    for target, keys in groups.items():
        traits = Counter(filter(None, map(trait, keys)))
        if len(traits) > 1:
            own = trait(target) or max(traits, key=lambda each: (traits[each], each))
            found |= {key for key in keys if trait(key) not in ("", own)}
    return found - groups.keys()


#: The most shorter forms that a name has; of longer ones only the first words have some.
MAX_FORMS = 64


@lru_cache(maxsize=8192)
def _shorter(full: Words) -> frozenset[Words]:
    """The shorter ways of writing a given name: *J.*, *J. A.*, *Jane*, *Jane A.* of *Jane Ann*.

    A name with a hyphen is one: *Yi* is not short for *Yi-Chia*, but *Y.* and *Y.-C.* are.
    """
    forms: list[Words] = []
    begun: list[Words] = [()]
    for choices in map(_short_words, full):
        begun = [(*before, choice) for before in begun for choice in choices]
        if len(forms) + len(begun) > MAX_FORMS:
            break
        forms += begun
    return frozenset(_alike(form) for form in forms if _flat(form) != _flat(full))


def _short_words(word: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A word of a name and its initials: all of them, or the first."""
    initials = [tuple(part[0] for part in word[:length]) for length in (1, len(word))]
    return list(dict.fromkeys([word, *initials]))
