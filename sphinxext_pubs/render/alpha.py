"""(to come)"""

from collections.abc import Sequence

from sphinxext_pubs.model import Publication


def alpha_labels(papers: Sequence[Publication]) -> dict[str, str]:
    return {p.key: p.key for p in papers}
