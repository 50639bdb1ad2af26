"""Incremental builds: which documents are read and written again."""
