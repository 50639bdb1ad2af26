"""References in plain text."""

from __future__ import annotations

import pytest

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.render.citation_forms import full
from tests.formats.bibtex_rows import read_one

ID = "arXiv:2101.00001"
ARXIV = "eprint={2101.00001}, archiveprefix={arXiv}"


@pytest.mark.parametrize(
    ("entry", "end"),
    [
        (f"@article{{k, journal={{arXiv e-prints}}, pages={{{ID}}}, {ARXIV}, ", ID),
        (f"@article{{k, journal={{arXiv preprint {ID}}}, {ARXIV}, ", ID),
        (f"@misc{{k, {ARXIV}, ", ID),
    ],
)
def test_numbers_of_preprints(entry: str, end: str) -> None:
    paper = read_one(entry + "author={Doe, Jane}, title={T}, year=2021}")
    assert full(Cited(paper)) == f"Jane Doe (2021). T. {end}"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (r"At $\sqrt{s}=7$ TeV", "At √(s) = 7 TeV"),
        (r"$10^{-3}$ and $\alpha$", "10⁻³ and α"),
        (r"{$\texttt{pySYD}$: Oscillations}", "pySYD: Oscillations"),
        (r"{$\textsc{Code}$ and $\mathrm{H}_2$}", "Code and H₂"),
    ],
)
def test_formulas(title: str, shown: str) -> None:
    paper = read_one(f"@misc{{k, author={{Doe, Jane}}, title={{{title}}}, year=2021}}")
    assert full(Cited(paper)) == f"Jane Doe (2021). {shown}"
