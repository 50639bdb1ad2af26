r"""Check whether a formula is safe for TeX and MathJax: data is untrusted, and both execute commands.

TeX can read and write files, MathJax supports ``\href``, and macros of either can do the same. So a formula
is accepted only if all of its commands are known to typeset symbols and nothing else.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: A command: a backslash with a name, or with any one character.
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|(.|\Z))", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)[ \t]*\{([A-Za-z]+\*?)\}")
#: Characters that change how TeX reads input, or mark a parameter, a comment or the end of the formula.
_ACTIVE = re.compile(r"\^\^|[#$%]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ESCAPED_CHARACTERS = frozenset(" !#$%&,:;>_{|}\\-")
_COMMAND_NAMES = _words(
    "frac dfrac tfrac cfrac binom dbinom tbinom genfrac sqrt root stackrel overset underset substack "
    "sideset text textrm textbf textit textsf texttt textnormal mbox mathrm mathbf mathit mathsf mathtt "
    "mathbb mathcal mathfrak mathscr mathnormal boldsymbol bm pmb operatorname limits nolimits "
    "displaystyle textstyle scriptstyle scriptscriptstyle left right middle big Big bigg Bigg bigl bigr "
    "Bigl Bigr biggl biggr Biggl Biggr bigm Bigm biggm Biggm begin end not quad qquad enspace thinspace "
    "negthinspace medspace thickspace phantom hphantom vphantom smash boxed overline underline overbrace "
    "underbrace overrightarrow overleftarrow underrightarrow underleftarrow widehat widetilde hat tilde "
    "bar vec dot ddot dddot acute grave check breve mathring xrightarrow xleftarrow bmod pmod mod pod "
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim liminf "
    "limsup ln log max min Pr projlim sec sin sinh sup tan tanh varliminf varlimsup varinjlim "
    "varprojlim idotsint prime mathop mathbin mathrel mathord mathopen mathclose mathpunct mathinner "
    "lvert rvert lVert rVert le ge ne to gets land lor lnot iff implies impliedby dots ldots cdots vdots "
    "ddots dotsb dotsc dotsi dotsm dotso colon mid nmid hbar it rm bf cal sf tt ensuremath protect"
)
_ENVIRONMENTS = _words(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases aligned gathered split"
)


#: The names of the tables of symbols in docutils' ``tex2unichar``, which also contains other dictionaries.
_TABLES = _words(
    "mathaccent mathalpha mathbin mathclose mathfence mathop mathopen mathord mathover mathpunct mathrel "
    "mathunder space"
)


@lru_cache(maxsize=1)
def _known_commands() -> frozenset[str]:
    """Return the commands allowed in a formula: our list, and every symbol in docutils' tables."""
    from docutils.utils.math import tex2unichar  # only for formulas

    tables = (vars(tex2unichar).get(name, {}) for name in _TABLES)
    return _COMMAND_NAMES.union(*tables)


def is_harmless(tex: str) -> bool:
    """True if a formula contains only known commands, and its groups and environments are balanced."""
    commands = _COMMAND.findall(tex)
    if not all(
        name in _known_commands() if name else char and char in _ESCAPED_CHARACTERS for name, char in commands
    ):
        return False
    bare = _COMMAND.sub(" ", tex)
    return (
        not _ACTIVE.search(bare)
        and _are_braces_balanced(bare)
        and _are_environments_valid(tex, commands, bare)
    )


def _are_braces_balanced(bare: str) -> bool:
    depth = 0
    for char in bare:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


def _are_environments_valid(tex: str, commands: list[tuple[str, str]], bare: str) -> bool:
    """True if environments are known and closed, ``\\left`` matches ``\\right``, and ``&`` is in an array."""
    names = [name for name, _ in commands]
    environments = _ENVIRONMENT.findall(tex)
    opened: list[str] = []
    for command, name in environments:
        if command == "begin" and name in _ENVIRONMENTS:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    is_complete = not opened and len(environments) == names.count("begin") + names.count("end")
    return (
        is_complete
        and names.count("left") == names.count("right")
        and ("&" not in bare or bool(environments))
    )
