"""Synthetic bibliographies for the benchmarks, the same in every run."""

from __future__ import annotations

import random

WORDS = [
    "model",
    "language",
    "learning",
    "neural",
    "deep",
    "graph",
    "data",
    "inference",
    "translation",
    "attention",
    "efficient",
    "large",
    "small",
    "robust",
    "multi",
    "task",
    "transfer",
    "prompt",
    "optimization",
    "analysis",
    "corpus",
    "speech",
    "vision",
    "token",
    "layer",
    "sparse",
    "dense",
    "retrieval",
    "ranking",
    "memory",
    "causal",
    "prior",
    "posterior",
    "latent",
    "kernel",
    "gradient",
    "descent",
    "stochastic",
    "convex",
    "bound",
    "sample",
    "estimate",
    "variance",
    "regression",
    "forest",
    "tree",
    "search",
    "planning",
    "policy",
    "reward",
    "agent",
    "game",
    "equilibrium",
]
GIVEN = [
    "Anna",
    "Bob",
    "Chloé",
    "Dan",
    "Erik",
    "Fatima",
    "Grace",
    "Henrik",
    "Ines",
    "Jörg",
    "Karin",
    "Léa",
    "Ming",
    "Nora",
    "Olga",
    "Petra",
]
FAMILY = [
    "Adler",
    "Berg",
    "Castro",
    "Dubois",
    "Eklund",
    "Fischer",
    "Garcia",
    "Hansen",
    "Ito",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Müller",
    "Novák",
]


def bibliography(count: int, seed: int = 7) -> str:
    """Return ``count`` conference papers with abstracts of 150 words, as in real exports."""
    rng = random.Random(seed)
    return "\n".join(_entry(rng, number) for number in range(count))


def _entry(rng: random.Random, number: int) -> str:
    title = " ".join(rng.choices(WORDS, k=8)).title()
    people = " and ".join(_person(rng) for _ in range(rng.randint(1, 6)))
    year = 2000 + number % 25
    return f"""@inproceedings{{key-{number},
  title = {{{title} with {{BERT}}}},
  author = {{{people}}},
  booktitle = {{Proceedings of the {year} Conference on Synthetic Examples}},
  year = {{{year}}},
  month = nov,
  pages = {{{number}--{number + 10}}},
  publisher = {{Association for Synthetic Examples}},
  address = {{Nowhere}},
  doi = {{10.0000/example.{number}}},
  url = {{https://example.org/{number}}},
  abstract = {{{" ".join(rng.choices(WORDS, k=150)).capitalize()}.}}
}}
"""


def _person(rng: random.Random) -> str:
    family = rng.choice(FAMILY) + rng.choice(["", "-", "son "]).strip() + str(rng.randint(1, 40))
    family = family.rstrip("0123456789") + rng.choice(["a", "e", "i", "o", "en", "ov"]) * (rng.random() < 0.5)
    return f"{rng.choice(GIVEN)} {rng.choice(GIVEN)[0]}. {family}"
