"""Accessibility checks with axe-core, and which violations this package causes."""

from __future__ import annotations

from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RUN = """
    async () => {
        const touches = element => Boolean(
            element?.closest('[class^="pubs-"], [class*=" pubs-"], [id^="pub-"], [id^="pubs-"]'));
        const {violations} = await axe.run(document, {resultTypes: ["violations"]});
        return violations.flatMap(({id, help, nodes}) => nodes.map(node => [
            id, help, node.target.join(" "), node.html,
            [node, ...node.any.flatMap(check => check.relatedNodes)].some(
                ({target}) => touches(document.querySelector(target[0]))),
        ]));
    }
"""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that an element violates; ``touches`` is True for elements of this package."""

    rule: str
    help: str
    target: str
    html: str
    touches: bool


def violations(page: Page) -> list[Violation]:
    """Return the violations of all rules of axe on the current page."""
    page.evaluate(AXE_SCRIPT)
    return [Violation(*row) for row in page.evaluate(RUN)]


def ours(found: list[Violation], without: list[Violation]) -> list[Violation]:
    """Return violations of elements of this package, or that the same page without a list does not have."""
    known = {(finding.rule, finding.target) for finding in without} | {
        (finding.rule, finding.html) for finding in without
    }
    return [
        finding
        for finding in found
        if finding.touches or not {(finding.rule, finding.target), (finding.rule, finding.html)} & known
    ]
