"""Parsing and formatting of names, dates and other values, independent of file formats."""
