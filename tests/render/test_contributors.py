"""Collaborations, translators and other people in venue lines and references."""

from __future__ import annotations

import pytest

from sphinxext_pubs.citations.csl.items import prepared_item
from sphinxext_pubs.citations.csl.works import Preparation
from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.render.references import full_reference
from tests.formats.bibtex_rows import read_one


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        pytest.param(
            "@article{k, title={T}, author={Aa, R. and others}, collaboration={LHCb}, year=2020}",
            "R. Aa et al. (LHCb Collaboration) (2020). T.",
            id="collaboration",
        ),
        pytest.param(
            "@article{k, title={T}, author={Aa, R.}, collaboration={ATLAS, CMS}, year=2020}",
            "R. Aa (ATLAS, CMS Collaborations) (2020). T.",
            id="collaborations",
        ),
        pytest.param(
            "@article{k, title={T}, author={Aa, R.}, collaboration={Event Horizon Telescope Team}, "
            "year=2020}",
            "R. Aa (Event Horizon Telescope Team) (2020). T.",
            id="team",
        ),
        pytest.param(
            "@article{k, title={T}, collaboration={LHCb}, year=2020}", "LHCb (2020). T.", id="without authors"
        ),
        pytest.param(
            "@article{k, title={T}, author={A B}, journal={J}, series={newseries}, volume=3, number=2, "
            "year=2020}",
            "A B (2020). T. J, new series 3(2).",
            id="series of a journal",
        ),
        pytest.param(
            "@article{k, title={T}, author={A B}, journal={J}, volume=3, issuetitle={I}, year=2020}",
            "A B (2020). T. J 3: I.",
            id="title of an issue",
        ),
        pytest.param(
            "@inbook{k, title={T}, author={A B}, booktitle={B}, maintitle={M}, volume=2, chapter=3, "
            "translator={Jo Roe and Al Poe}, pages={4--5}, pagination={section}, year=2020}",
            "A B (2020). T. M. B, vol. 2, ch. 3, secs. 4–5, translated by Jo Roe and Al Poe.",
            id="a chapter of a volume",
        ),
        pytest.param(
            "@book{k, title={T}, editor={A B}, editortype={compiler}, editora={C D}, editoratype={redactor}, "
            "year=2020}",
            "A B, comp. (2020). T. Redacted by C D.",
            id="roles of editors",
        ),
        pytest.param(
            "@inbook{k, title={T}, author={A B}, booktitle={B}, pages={4}, pagination={none}, year=2020}",
            "A B (2020). T. B, 4.",
            id="pages without a word",
        ),
        pytest.param(
            "@patent{k, title={T}, author={A B}, holder={{Big Corp}}, number=1, year=2020}",
            "A B (2020). T. No. 1, held by Big Corp.",
            id="holder",
        ),
    ],
)
def test_references_name_the_people_of_a_work(text: str, reference: str) -> None:
    assert str(full_reference(Cited(read_one(text)))) == reference


def test_in_references_of_a_style_the_collaboration_is_the_last_author() -> None:
    paper = read_one("@article{k, author={Aa, R. and others}, collaboration={LHCb}}")
    item = prepared_item(paper, Preparation())
    assert item["author"] == [{"family": "Aa", "given": "R."}, {"literal": "LHCb"}, {"literal": "others"}]
