"""Selections of publications and their answers: facets, conditions, expressions, sorting and grouping."""
