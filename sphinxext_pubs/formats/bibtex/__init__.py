"""BibTeX and BibLaTeX.

``blocks`` parses the entries, ``inherit`` adds inherited fields, and ``build`` converts entries to
publications with the table in ``fields``. ``writer`` is the inverse. Nothing is imported here, so that an
incremental build without changes does not import the parser.
"""
