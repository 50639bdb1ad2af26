"""Every command in the tables of pylatexenc's decoder and of its two encoders is read as its character."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

import pytest
from pylatexenc.latex2text import get_default_latex_context_db
from pylatexenc.latexencode import get_builtin_conversion_rules

from sphinxext_pubs.formats.latex.commands import commands
from sphinxext_pubs.formats.latex.decode import decode, to_str

TABLES = ("defaults", "unicode-xml")


def words(text: str) -> list[str]:
    return text.split()


def encoded(table: str) -> Iterator[tuple[str, str]]:
    """Yield the characters of an encoder with the commands that it writes for them."""
    for rule in get_builtin_conversion_rules(table):
        for code_point, source in rule.rule.items():
            if "\\" in source:
                yield chr(code_point), source


def compatible(text: str) -> str:
    """Return a text without differences of fonts: “ℝ” and “𝕉” are “R”, “⅓” is “1/3”."""
    return unicodedata.normalize("NFKC", text).replace("\u2044", "/").strip()


#: Commands that LaTeX prints as other characters than an encoder's, as they only look like them: Greek and
#: Latin letters, operators that have a better command, and constructions.
APPROXIMATE = words(
    r"""
\cyrchar\C
\={H} \={h} \textsc{k} \.{L} \.{l} \={T} \={t} \'{U} \'{u} \varepsilon \'{}A \'{}E \'{}H \'{}I \'{}O
\'{}Y \'{}\ensuremath{\Omega} \ensuremath{\ddot{I}} \ensuremath{\ddot{Y}} \'{o} \`\CYRG \`\CYRK
\`\cyrg \`\cyrk \ensuremath{\sqrt{}} \ensuremath{\sqrt[3]{}} \ensuremath{\sqrt[4]{}}
\ensuremath{\mathbin{{:}\!\!{-}\!\!{:}}} \ensuremath{\not\kern-0.3em\times}
\ensuremath{\mathchar"2208} \ensuremath{\sim\joinrel\leadsto} \ensuremath{<\kern-0.58em(}
\ensuremath{\stackrel{*}{=}} \ensuremath{{{/}\!\!{/}}} \'{A} \'{E} \'{H} \'{}{I} \mathrm{'Y}
\mathrm{'\Omega} \mathrm{\ddot{I}} \mathrm{\ddot{Y}} {_\ast} \mathbin{{:}\!\!{-}\!\!{:}}
\not\kern-0.3em\times \mathchar"2208 \fbox{~~} \sim\joinrel\leadsto <\kern-0.58em( \stackrel{*}{=}
{{/}\!\!{/}} \precapprox \succapprox \preceq \succeq \diamond \bigcirc \cdot \bullet \mid
\rule{1em}{1pt} \nobreakdash- \textasteriskcentered \textperiodcentered \textasciitilde
\textasciicircum \ensuremath{\bullet} \ding{73} \ensuremath{\diamond} \ensuremath{\bigcirc}
\ensuremath{\cdot} \ensuremath{\mid} \ensuremath{\preceq} \ensuremath{\succeq} \ensuremath{\langle}
\ensuremath{\rangle} \ensuremath{\blacksquare} \ensuremath{*} \ensuremath{\Delta} \ensuremath{\in}
\ensuremath{\ni} \ensuremath{-} \ensuremath{/} \ensuremath{:} \textemdash \ensuremath{::}
\ensuremath{:=} \ensuremath{=:} \ensuremath{\dot{}} \ensuremath{\ddot{}} \ensuremath{\mathit{h}}
\ensuremath{^-} \ensuremath{_-} \v
"""
)


@pytest.mark.parametrize("table", TABLES)
def test_commands_of_an_encoder_are_read_as_their_characters(table: str) -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for character, source in encoded(table):
        meanings[source.strip()].add(character)
    wrong = {
        source: (characters, text)
        for source, characters in meanings.items()
        if source not in APPROXIMATE and not is_one_of(text := to_str(source), characters)
    }
    assert wrong == {}
    assert len(meanings) > 1400


def is_one_of(text: str, characters: set[str]) -> bool:
    """True if a text is one of the characters: the same, or both are spaces, or accents of nothing."""
    if all(unicodedata.category(character) in ("Zs", "Cf", "Mn") for character in characters):
        return not any(map(str.isalnum, text))
    wanted = {compatible(character) for character in characters}
    return compatible(text) in wanted or any(letter(character) == letter(text) for character in characters)


def letter(text: str) -> str:
    """Return the letter that is the base of a mathematical one, whatever its font."""
    return unicodedata.normalize("NFKD", text).casefold()


@pytest.mark.parametrize("table", TABLES)
def test_commands_of_an_encoder_are_known(table: str) -> None:
    unknown = {source: names for _, source in encoded(table) if (names := decode(source).unknown)}
    assert set(unknown) == {r"\mathchar\"2208".replace('\\"', '"')} & set(unknown)


#: Commands whose text in pylatexenc is for a terminal → ours.
OTHERWISE = {
    ",": "\u2009",
    ";": " ",
    ":": " ",
    "\\": " ",
    "-": "",
    "quad": " ",
    "qquad": " ",
    "enskip": " ",
    "hspace": " ",
    "vspace": " ",
    "dddot": "",
    "nolinebreak": "",
    "ast": "*",
    "bullet": "•",
    "prime": "′",
    "textasciicircum": "^",
    "textperiodcentered": "·",
    "textasteriskcentered": "*",
    "textohm": "Ω",
    "today": "today",
}


def test_commands_of_the_decoder_are_read_as_their_text() -> None:
    wrong = {}
    for spec in get_default_latex_context_db().iter_macro_specs():
        name, text = spec.macroname, spec.simplify_repl
        if isinstance(text, str) and "%" not in text and "<" not in text:
            wanted = OTHERWISE.get(name, text)
            source = rf"a\{name}{{}}b" if name.isalpha() else rf"a\{name}b"
            if " ".join(to_str(source).split(" ")) not in (f"a{wanted}b", f"a {wanted} b"):
                wrong[name] = (wanted, to_str(source))
    assert wrong == {}


def test_commands_of_the_decoder_are_known_or_their_arguments_are_kept() -> None:
    for spec in get_default_latex_context_db().iter_macro_specs():
        name = spec.macroname
        if callable(spec.simplify_repl) and name not in commands():
            assert "arg" in to_str(rf"a \{name}{{arg}}"), name
