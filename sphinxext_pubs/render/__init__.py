"""Render publications: as HTML by templates, as docutils nodes, as text, feeds, exports and metadata.

``parts`` and ``layouts`` are tables. ``entry_view`` converts a publication to the view used by templates and
node writers. Only ``nodes`` (with its helpers) and ``mathml`` import docutils.
"""
