"""How publications look: as HTML by templates, as docutils nodes, as text, feeds, exports and metadata.

``parts`` and ``layouts`` are tables. ``entry_view`` makes of a publication what templates and nodes draw
from. Only ``nodes`` (with its helpers) and ``mathml`` import docutils.
"""
