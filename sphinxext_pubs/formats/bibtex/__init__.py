"""BibTeX and BibLaTeX.

``blocks`` finds the entries, ``inherit`` fills in what they take from others, ``build`` makes publications
of them by the table in ``fields``; ``writer`` goes back. Nothing is imported here, so that a build in which
nothing changed imports no parser.
"""
