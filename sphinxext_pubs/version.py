"""The version of the package, available without importing Sphinx."""

__version__ = "0.1.0"
