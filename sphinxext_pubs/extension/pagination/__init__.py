"""Pagination: long lists that are split into several pages."""
