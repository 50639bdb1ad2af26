"""Names of people and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Name:
    """A name by CSL's parts; an organisation, or a name that cannot be divided, is all ``literal``.

    ``given`` includes middle names, ``particle`` is the non-dropping particle (``van der``),
    ``suffix`` is ``Jr.`` or ``III``. All are plain text, without LaTeX.
    A name list that ends in *and others* ends with :data:`OTHERS`.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return Name, (self.family, self.given, self.particle, self.suffix, self.literal)


#: Stands at the end of a name list for the people not named (BibTeX's ``and others``).
OTHERS = Name(literal="others")
