"""The directives and their options."""
