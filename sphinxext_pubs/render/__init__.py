"""How a publication looks: one view of an entry, as HTML by templates and as docutils nodes.

``parts`` and ``layouts`` are tables; ``view`` makes of a publication what templates and nodes
draw from; ``richtext`` makes
texts safe to show, ``html`` renders templates, ``nodes`` writes docutils nodes, ``math`` turns LaTeX maths
into MathML or Unicode, ``citations`` makes the labels of citations. Only ``nodes`` and ``math``
import docutils.
"""
