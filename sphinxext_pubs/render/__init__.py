"""Render publications: as HTML by templates, as docutils nodes, as text, feeds, exports and metadata.

``parts`` and ``layouts`` are tables. A part is a function from a publication, and its ``entry_view`` in a
list, to a neutral ``tree``, which ``html_parts``, ``nodes_inline`` and ``tree`` print as HTML, nodes and
text. Layouts arrange parts as lines. Only ``nodes`` (with its helpers) and ``mathml`` import docutils.
"""
