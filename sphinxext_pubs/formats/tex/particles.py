"""The names of particles in the packages heppennames and hepnames."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

#: The particles of heppennames and hepnames; the index of a particle follows “_”.
PARTICLES: Final = MappingProxyType(
{
    "Pe": "e", "Pep": "e⁺", "Pem": "e⁻", "Pepm": "e±", "Pgm": "μ", "Pgmp": "μ⁺", "Pgmm": "μ⁻",
    "Pgmpm": "μ±", "PGm": "μ", "PGmp": "μ⁺", "PGmm": "μ⁻", "PGt": "τ", "PGtp": "τ⁺", "PGtm": "τ⁻",
    "PGn": "ν", "PGg": "γ", "Pgt": "τ", "Pgtp": "τ⁺", "Pgtm": "τ⁻", "Pmu": "μ", "Pmuon": "μ",
    "Pamuon": "μ⁺", "Ptau": "τ", "Ptauon": "τ", "Pgn": "ν", "Pagn": "ν̄", "Pgne": "νₑ", "Pagne": "ν̄ₑ",
    "Pnu": "ν", "Pnue": "νₑ", "Pnum": "ν_μ", "Pnut": "ν_τ", "Pgngm": "ν_μ", "Pgngt": "ν_τ",
    "Pagngm": "ν̄_μ", "Pagngt": "ν̄_τ", "Pnulepton": "ν_ℓ", "Plepton": "ℓ", "Pl": "ℓ", "Pphoton": "γ",
    "Pgluon": "g", "Pg": "g", "Pgg": "γ", "PW": "W", "PWp": "W⁺", "PWm": "W⁻", "PWpm": "W±", "PWR": "W_R",
    "PWpr": "W′", "PZ": "Z", "PZz": "Z⁰", "PZpr": "Z′", "PH": "H", "PHiggs": "H", "Ph": "h", "PHz": "H⁰",
    "PHp": "H⁺", "PHm": "H⁻", "PHpm": "H±", "PSh": "h", "PA": "A", "PAz": "A⁰", "PSA": "A", "Pq": "q",
    "Paq": "q̄", "Pqu": "u", "Pqd": "d", "Pqs": "s", "Pqc": "c", "Pqb": "b", "Pqt": "t", "PQt": "t",
    "Paqu": "ū", "Paqd": "d̄", "Paqs": "s̄", "Paqc": "c̄", "Paqb": "b̄", "Paqt": "t̄", "PAQt": "t̄",
    "PQb": "b", "PAQb": "b̄", "PQc": "c", "PAQc": "c̄", "Ptop": "t", "Patop": "t̄", "Pbottom": "b",
    "Pabottom": "b̄", "Pcharm": "c", "Pacharm": "c̄", "Pstrange": "s", "Pup": "u", "Pdown": "d", "Pp": "p",
    "Pap": "p̄", "PAp": "p̄", "Pproton": "p", "Paproton": "p̄", "Pn": "n", "Pan": "n̄", "Pneutron": "n",
    "Pgp": "π", "Pgpp": "π⁺", "Pgpm": "π⁻", "Pgppm": "π±", "Pgpz": "π⁰", "PGp": "π", "PGpp": "π⁺",
    "PGpm": "π⁻", "PGpz": "π⁰", "PGppm": "π±", "Ppi": "π", "Ppip": "π⁺", "Ppim": "π⁻", "Ppiz": "π⁰",
    "Ppizero": "π⁰", "Ppiplus": "π⁺", "Ppiminus": "π⁻", "Ppion": "π", "PK": "K", "PKp": "K⁺", "PKm": "K⁻",
    "PKpm": "K±", "PKz": "K⁰", "PaKz": "K̄⁰", "PAKz": "K̄⁰", "PKzS": "K⁰_S", "PKzL": "K⁰_L", "PKst": "K*",
    "PKstz": "K*⁰", "PB": "B", "PBp": "B⁺", "PBm": "B⁻", "PBpm": "B±", "PBz": "B⁰", "PaBz": "B̄⁰",
    "PABz": "B̄⁰", "PBs": "B_s", "PBzs": "B⁰_s", "PaBzs": "B̄⁰_s", "PBc": "B_c", "PBpc": "B⁺_c", "PD": "D",
    "PDp": "D⁺", "PDm": "D⁻", "PDpm": "D±", "PDz": "D⁰", "PaDz": "D̄⁰", "PADz": "D̄⁰", "PDs": "D_s",
    "PDsp": "D⁺_s", "PDps": "D⁺_s", "PDst": "D*", "PDstp": "D*⁺", "PJpsi": "J/ψ", "PJgy": "J/ψ",
    "PJGy": "J/ψ", "Pgy": "ψ", "PGyP": "ψ", "PgU": "Υ", "PGU": "Υ", "PgUa": "Υ(1S)", "PgUb": "Υ(2S)",
    "PgUc": "Υ(3S)", "PUpsilon": "Υ", "Pgh": "η", "Pghpr": "η′", "Peta": "η", "Pgr": "ρ", "Prho": "ρ",
    "Pgo": "ω", "Pomega": "ω", "Pgf": "φ", "Pphi": "φ", "PgL": "Λ", "PagL": "Λ̄", "PGL": "Λ", "PGLz": "Λ⁰",
    "PgLc": "Λ_c", "PgLb": "Λ_b", "PLambda": "Λ", "PgS": "Σ", "PgSp": "Σ⁺", "PgSm": "Σ⁻", "PgSz": "Σ⁰",
    "PSigma": "Σ", "PgX": "Ξ", "PgXm": "Ξ⁻", "PgXz": "Ξ⁰", "PXi": "Ξ", "PgO": "Ω", "PgOm": "Ω⁻",
    "POmega": "Ω", "PgD": "Δ", "PDelta": "Δ", "PX": "X", "Pgxa": "χ", "Pgc": "χ", "Pgcc": "χ_c",
    "PGcc": "χ_c", "Pgluino": "g̃", "PSg": "g̃", "PSq": "q̃", "PSQt": "t̃", "PSQb": "b̃", "PSl": "ℓ̃",
    "PSe": "ẽ", "PSGt": "τ̃", "PSGcz": "χ̃⁰", "PSGczDo": "χ̃⁰₁", "PSGcpmDo": "χ̃±₁", "PAlpha": "α",
    "Pgap": "α", "Pgb": "β", "ttbar": "tt̄", "bbbar": "bb̄", "ccbar": "cc̄", "qqbar": "qq̄",
    "ppbar": "pp̄", "Jpsi": "J/ψ", "jpsi": "J/ψ", "Zgamma": "Zγ",
})  # fmt: skip
