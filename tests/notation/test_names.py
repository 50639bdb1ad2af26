"""Names: the meaning of notations, problems, formatting and sorting."""

from __future__ import annotations

import html
import json
import pickle
import random
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.names import (
    OTHERS,
    full_name,
    initials,
    inverted_name,
    parse_names,
    short_name,
    sort_key,
    spellings,
)

FIXTURES = Path(__file__).parents[1] / "fixtures" / "names"
DATA = Path(__file__).resolve().parents[2] / "../shared/data/bib"

ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "v": "\u030c"}
CSL = {
    "family": "family",
    "given": "given",
    "particle": "non-dropping-particle",
    "suffix": "suffix",
    "literal": "literal",
}


def decode(latex: str) -> str:
    """Decode the LaTeX that is used in these tests."""
    text = re.sub(r"\\(['`\"^~v])\s*\{?(\w)\}?", lambda match: match[2] + ACCENTS[match[1]], latex)
    text = text.replace(r"\,", "\u2009").replace(r"\o", "ø").replace(r"\O", "Ø")
    return unicodedata.normalize(
        "NFC", html.unescape(text.replace("~", "\u00a0").replace("{", "").replace("}", ""))
    )


def no_latex(latex: str) -> str:
    pytest.fail(f"{latex!r} needs no decoding")


def csl(people: tuple[Name, ...]) -> list[dict[str, str]]:
    return [
        {word: getattr(name, part) for part, word in CSL.items() if getattr(name, part)} for name in people
    ]


def rows() -> list[Any]:
    lines = (FIXTURES / "names.txt").read_text(encoding="utf-8").splitlines()[1:]
    return [pytest.param(*line.split("  |  "), id=line.split("  |  ")[0]) for line in lines]


@pytest.mark.parametrize(("value", "expected"), rows())
def test_valid_notations(value: str, expected: str) -> None:
    parsed = parse_names(value, decode)
    assert csl(parsed.names) == json.loads(expected)
    assert parsed.problems == ()
    assert parse_names(value, decode) == parsed, "the same result from the cache"
    assert pickle.loads(pickle.dumps(parsed.names)) == parsed.names


@pytest.mark.parametrize(
    ("value", "shown", "problems"),
    [
        pytest.param("A and and B", ["A", "B"], ["“A and and B” contains an empty name"], id="and and"),
        pytest.param("and A", ["A"], ["contains an empty name"], id="leading and"),
        pytest.param("A and", ["A"], ["contains an empty name"], id="trailing and"),
        pytest.param("and", [], ["contains an empty name"], id="only and"),
        pytest.param("{} and A", ["A"], ["contains an empty name"], id="empty braces"),
        pytest.param("A\nand\nand\tB", ["A", "B"], ["contains an empty name"], id="lines"),
        pytest.param(", and A", ["A"], ["contains an empty name"], id="a comma for a name"),
        pytest.param(",", [], ["it is ignored. Write a name, or remove the field"], id="only a comma"),
        pytest.param(
            "Smith, J., Doe, A., Roe, R.",
            ["J. Smith", "A. Doe", "R. Roe"],
            ["are separated by “,”. Write “and” between them"],
            id="commas for and, inverted",
        ),
        pytest.param(
            "John Smith, Jane Doe, Richard Roe",
            ["John Smith", "Jane Doe", "Richard Roe"],
            ["are separated by “,”"],
            id="commas for and",
        ),
        pytest.param(
            "Smith J, Doe AB, Roe C, Poe D",
            ["J Smith", "AB Doe", "C Roe", "D Poe"],
            ["are separated by “,”"],
            id="PubMed",
        ),
        pytest.param(
            "Wall, Fig, Roe, Poe, Doe",
            ["Wall, Fig, Roe, Poe, Doe"],
            ["too many commas for one name"],
            id="words between commas",
        ),
        pytest.param(
            "Eades III, Harley D. and Fu, Peng", ["Harley D. Eades, III", "Peng Fu"], [], id="a numeral"
        ),
        pytest.param(
            "{Le Roy, Léna} and {van Alt, K.} and others",
            ["Léna Le Roy", "K. van Alt", "others"],
            [],
            id="EDP",
        ),
        pytest.param("Acme, Inc. and Roe, Jo", ["Acme, Inc.", "Jo Roe"], [], id="a company without braces"),
        pytest.param(
            "{Department of Energy, Science} and {NIH, Bethesda}",
            ["Department of Energy, Science", "NIH, Bethesda"],
            [],
            id="organizations with commas",
        ),
        pytest.param(
            "J. Smith, A. van Doe and B. Roe",
            ["J. Smith", "A. van Doe", "B. Roe"],
            ["“,”"],
            id="initials first",
        ),
        pytest.param("Smith J; Doe AB", ["J Smith", "AB Doe"], ["“;”"], id="initials last, semicolons"),
        pytest.param(
            "Smith, J., Doe, A., & Roe, B.", ["J. Smith", "A. Doe", "B. Roe"], ["“&”", "“,”"], id="APA, three"
        ),
        pytest.param(
            "John Smith & Jane Doe", ["John Smith", "Jane Doe"], ["“&”"], id="two people, ampersand"
        ),
        pytest.param("Smith, A. / Doe, C.", ["A. Smith", "C. Doe"], ["“/”"], id="slash"),
        pytest.param("Smith, A. | Doe, C.", ["A. Smith", "C. Doe"], ["“|”"], id="bar"),
        pytest.param("Jan Maas und Eva Neu", ["Jan Maas", "Eva Neu"], ["“und”"], id="German"),
        pytest.param("Jan Maas et Eva Neu", ["Jan Maas", "Eva Neu"], ["“et”"], id="French"),
        pytest.param("Gil, J. y Paz, A.", ["J. Gil", "A. Paz"], ["“y”"], id="Spanish"),
        pytest.param("张三，李四，王五", ["张三", "李四", "王五"], ["“，”"], id="Chinese commas"),
        pytest.param(
            "John Smith (MIT) and Doe, Jane [ETH, Zürich]",
            ["John Smith", "Jane Doe"],
            ["“(MIT)” in “John Smith (MIT)” is not part of a name", "“[ETH, Zürich]”"],
            id="affiliations",
        ),
        pytest.param(
            "John Smith (MIT), Jane Doe (ETH)",
            ["John Smith", "Jane Doe"],
            ["“(MIT)”", "“(ETH)”", "separated by “;”"],
            id="affiliations between commas",
        ),
        pytest.param("Jane Doe (ed.)", ["Jane Doe"], ["“(ed.)”"], id="role"),
        pytest.param(r"Doe, A.\thanks{MIT}", ["A. Doe"], [r"“\thanks{MIT}”"], id="note"),
        pytest.param("Doe, A. <a.doe@x.org>", ["A. Doe"], ["“a.doe@x.org”"], id="address"),
        pytest.param("Prof. Dr. Eva Neu", ["Eva Neu"], ["“Prof. Dr.”"], id="titles"),
        pytest.param("Neu, Dr. Eva", ["Eva Neu"], ["“Dr.”"], id="title after the comma"),
        pytest.param(
            "Jane Doe and Jo Roe and Jane Doe",
            ["Jane Doe", "Jo Roe", "Jane Doe"],
            ["“Jane Doe”: in the list more than once"],
            id="repeated",
        ),
        pytest.param(
            "Smith, Jr., Bill, Lee und James Smith",
            ["Smith, Jr., Bill, Lee und James Smith"],
            ["too many commas for one name; it is shown as written. Write “Family, Suffix, Given”"],
            id="too many commas",
        ),
        pytest.param(
            "anna,bert,carl,dora and E, F",
            ["anna,bert,carl,dora", "F E"],
            ["too many commas"],
            id="other names are parsed",
        ),
        pytest.param(
            "de la Cruz, Jr. MD, Juan Carlos", ["Juan Carlos de la Cruz, Jr. MD"], [], id="long suffix"
        ),
        pytest.param(
            "A. Smith; B. Doe",
            ["A. Smith", "B. Doe"],
            ["are separated by “;”. Write “and” between them"],
            id="semicolons",
        ),
        pytest.param(
            "Smith, A.; Doe, B. and C", ["A. Smith", "B. Doe", "C"], ["separated by “"], id="semicolons, and"
        ),
        pytest.param("张三；李四", ["张三", "李四"], ["separated by “"], id="full-width semicolons"),
        pytest.param("M&uuml;ller, A.; Doe, B.", ["A. Müller", "B. Doe"], ["separated by “"], id="entities"),
        pytest.param("Lab 3; Room 4", ["Lab 3; Room 4"], ["separated by “"], id="not a list of people"),
        pytest.param("张三、李四", ["张三", "李四"], ["separated by “、”"], id="enumeration commas"),
        pytest.param("Smith, J. & Doe, A.", ["J. Smith", "A. Doe"], ["separated by “&”"], id="ampersand"),
        pytest.param(r"Smith, J., \& Doe, A.", ["J. Smith", "A. Doe"], ["separated by “&”"], id="APA"),
        pytest.param(r"Johnson \& Johnson", [r"Johnson \& Johnson"], [], id="a company"),
        pytest.param(
            "Simon & Schuster and AT&T Labs", ["Simon & Schuster", "AT&T Labs"], [], id="two companies"
        ),
        pytest.param("{A; B} C", ["A; B C"], [], id="semicolons in braces"),
        pytest.param(
            "family=Doe, nick=Jo",
            ["Doe"],
            ["unknown part “nick” in “family=Doe, nick=Jo”"],
            id="unknown part",
        ),
        pytest.param(
            "family=Doe, John",
            ["Doe"],
            ["“John” in “family=Doe, John” must be “part=value”"],
            id="not a part",
        ),
        pytest.param("id=x", ["id=x"], [], id="without a name"),
        pytest.param("family=Doe,, given=J", ["J Doe"], [], id="an empty part"),
    ],
)
def test_faults(value: str, shown: list[str], problems: list[str]) -> None:
    parsed = parse_names(value, decode)
    assert [full_name(name) for name in parsed.names] == shown
    assert len(parsed.problems) == len(problems)
    for part, problem in zip(problems, parsed.problems, strict=True):
        assert part in problem


@pytest.mark.parametrize("nothing", ["", " ", "\n\t"])
def test_an_empty_list_is_not_a_problem(nothing: str) -> None:
    assert parse_names(nothing, decode) == names.ParsedNames()


def test_only_latex_is_decoded() -> None:
    assert parse_names("Søren Kierkegaard and O'Brien, Ann-Marie", no_latex).problems == ()
    asked = []

    def asking(latex: str) -> str:
        asked.append(latex)
        return latex

    parse_names(r"K{\o}re Plain and Other One", asking)
    assert asked == [r"K{\o}re"]


def test_the_number_of_problems_of_a_field_is_limited() -> None:
    parsed = parse_names(" and ".join(f"a,b,c,d,{number}" for number in range(100)), decode)
    assert (len(parsed.names), len(parsed.problems)) == (100, names.MAX_PROBLEMS)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("and " * 100_000, 0, id="and"),
        pytest.param("A and " * 100_000, 100_000, id="A and"),
        pytest.param("{" * 10_000 + "X" + "}" * 10_000, 1, id="deep braces"),
        pytest.param("{" * 100_000 + "X", 1, id="open braces"),
        pytest.param("X" + "}" * 100_000, 1, id="closing braces"),
        pytest.param("{a} and " * 30_000, 30_000, id="braced names"),
        pytest.param("x" * 1_000_000, 1, id="one word"),
        pytest.param("x " * 300_000, 1, id="words"),
        pytest.param("de " * 300_000, 1, id="particles"),
        pytest.param(" " * 1_000_000 + "x", 1, id="spaces"),
        pytest.param("~" * 500_000 + "x", 1, id="ties"),
        pytest.param("x," * 300_000, 1, id="commas"),
        pytest.param("x et al. " * 50_000, 2, id="et al."),
        pytest.param("x & " * 100_000, 1, id="ampersands"),
        pytest.param("x;" * 50_000, 50_000, id="semicolons"),
        pytest.param("&a;" * 200_000, 1, id="entities"),
        pytest.param("family=" + '"a ' * 100_000, 1, id="quotes"),
        pytest.param("\\x" * 200_000, 1, id="backslashes"),
        pytest.param("{\\x " * 100_000, 1, id="special characters"),
        pytest.param("{}" * 200_000 + "x", 1, id="empty braces"),
    ],
)
def test_hostile_lists_are_parsed(text: str, count: int) -> None:
    parsed = parse_names(text, lambda latex: latex)
    assert len(parsed.names) == count
    assert sum(map(len, parsed.problems)) < 2000


BEETHOVEN = Name("Beethoven", "Ludwig", "van")
KING = Name("King", "Martin", suffix="Jr.")
ALEMBERT = Name("Alembert", "Jean", "d’")
WANG = Name("王", "小明")
NASA = Name(literal="NASA")


@pytest.mark.parametrize(
    ("name", "reading", "catalog", "cited", "key", "forms"),
    [
        (BEETHOVEN,
         "Ludwig van Beethoven", "van Beethoven, Ludwig", "van Beethoven", "beethoven\tludwig\tvan",
         ("ludwig van beethoven", "van beethoven, ludwig")),
        (KING, "Martin King, Jr.", "King, Martin, Jr.", "King", "king\tmartin\t\tjr.",
         ("martin king, jr.", "king, martin, jr.")),
        (ALEMBERT, "Jean d’Alembert", "d’Alembert, Jean", "d’Alembert", "alembert\tjean\td'",
         ("jean d'alembert", "d'alembert, jean")),
        (WANG, "王小明", "王, 小明", "王", "王\t小明", ("王小明", "王, 小明", "小明 王")),
        (NASA, "NASA", "NASA", "NASA", "nasa", ("nasa",)),
        (Name("Müller"), "Müller", "Müller", "Müller", "muller", ("muller",)),
        (Name(given="Plato"), "Plato", "Plato", "Plato", "\tplato", ("plato",)),
        (Name(particle="de"), "de", "de", "de", "\t\tde", ("de",)),
        (OTHERS, "others", "others", "others", "others", ("others",)),
    ],
    ids=lambda value: full_name(value) if isinstance(value, Name) else "",
)  # fmt: skip
def test_formatting(
    name: Name, reading: str, catalog: str, cited: str, key: str, forms: tuple[str, ...]
) -> None:
    assert (full_name(name), inverted_name(name), short_name(name)) == (reading, catalog, cited)
    assert (sort_key(name), spellings(name)) == (key, forms)


def test_names_are_sorted() -> None:
    in_order = [
        Name("Åberg", "Zoe"),
        Name("Smith"),
        Name("Smith", "A."),
        Name("Smith", "A.", "de"),
        Name("Smith", "Álvaro"),
        Name("Smith Jones", "A."),
        Name("Smith-Jones", "A."),
        Name(literal="The Society"),
        Name("王"),
    ]
    assert sorted([*in_order[4:], *in_order[:4]], key=sort_key) == in_order


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ""),
        ("Ludwig", "L."),
        ("Jean-Pierre", "J.-P."),
        ("J.-P.", "J.-P."),
        ("Se-young", "S.-y."),
        ("Johann Sebastian", "J. S."),
        ("J.R.R.", "J. R. R."),
        ("J. R. R.", "J. R. R."),
        ("JRR", "J. R. R."),
        ("Émile", "É."),
        ("E\u0301mile", "É."),
        ("ʿAlī", "A."),
        ("ნინო", "ნინო"),
        ("Юрий Алексеевич", "Ю. А."),
        ("小明", "小明"),
        ("철수", "철수"),
        ("अमित", "अमित"),
        ("Th. Adam", "Th. A."),
        ("Maria-", "M.-"),
        ("42", "42"),
    ],
)
def test_initials(given: str, expected: str) -> None:
    assert initials(given) == expected


def test_the_names_of_real_bibliographies() -> None:
    if not DATA.is_dir():
        pytest.skip(f"no test data in {DATA}")
    problems, strange = [], []
    for path in sorted(DATA.glob("*.bib")):
        for value in people(path):
            parsed = parse_names(value, decode)
            assert parsed.names
            problems += [(path.name, problem) for problem in parsed.problems]
            strange += [name for name in parsed.names if name.particle.count(" ") > 3]
    assert [(file, problem[:30]) for file, problem in problems] == [
        ("4c-multiphysics-papers.bib", "the names in “Rasthofer U., Wa"),
        ("davidbradway-mendeley.bib", "“David Bradway”, “Patricia McN"),
        ("gacgorge-Theo.bib", "the names in “Alexandre Grandj"),
        ("plk-names.bib", "the names in “Alan Author und "),
    ]
    assert strange == []


def people(path: Path) -> list[str]:
    """Yield the values of author and editor in a file, without their delimiters."""
    from bibtexparser.splitter import Splitter

    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    library = Splitter(data.decode(encoding, errors="replace")).split()
    fields = [field for entry in library.entries for field in entry.fields]
    return [
        field.value[1:-1]
        for field in fields
        if field.key.lower() in ("author", "editor") and field.value[1:-1]
    ]


def test_the_fast_path_for_plain_names_gives_the_same_result() -> None:
    rng = random.Random(11)
    words = [
        "Anna",
        "B.",
        "Jean-Paul",
        "Ōno",
        "van",
        "de",
        "Berg",
        "Müller",
        "Jr.",
        "III",
        "AND",
        "Al.",
        "Al",
        "Others",
        "O'Hara",
        "d'Arc",
        "J.-P.",
        "Li",
        "3rd",
        "ß",
        "ǅ",
        "Äa",
        "Berg,",
        "Li,",
        "J.,",
        "Jr.,",
        "MBA,",
        "Dr.",
        "O'Hara,",
    ]
    for _ in range(20_000):
        raw = " ".join(rng.choices(words, k=rng.randint(1, 5)))
        plain = names._parse_plain(raw)
        if plain is not None:
            assert names._combine([names._parse_name(piece) for piece in names.split_at_and(raw)]).names == (
                plain,
            ), raw


@pytest.mark.parametrize("cut", ["...", "…", "\\dots", "\\ldots", "et al.", "others"])
def test_truncated_lists(cut: str) -> None:
    parsed = parse_names(f"P Foroughi and V Nguyen and {cut}", decode)
    assert (parsed.names[-1], len(parsed.names), parsed.problems) == (OTHERS, 3, ())
