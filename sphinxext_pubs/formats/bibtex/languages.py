"""The names of languages that BibLaTeX accepts in ``langid``: those of babel and polyglossia."""

from __future__ import annotations

from sphinxext_pubs.notation.languages import LANGUAGES

#: Other names of babel and polyglossia, and of older versions.
_OTHERS = frozenset(
    (
        *("acadian", "amharic", "bahasa", "bahasai", "bahasam", "brazil", "chinese-simplified"),
        *("chinese-traditional", "coptic", "divehi", "ethiopic", "farsi", "francais", "frenchb", "frenchle"),
        *("gaelic", "germanb", "indon", "lsorbian", "magyar", "melayu", "meyalu", "naustrian", "ngerman"),
        *("nko", "nswissgerman", "polutonikogreek", "portuges", "sami", "serbianc", "slovene", "spanishmx"),
        *("tibetan", "ukenglish", "usenglish", "usorbian"),
    )
)
#: All names that are valid values of ``langid``, in lower case.
BABEL: frozenset[str] = frozenset(row.babel for row in LANGUAGES if row.babel) | _OTHERS
