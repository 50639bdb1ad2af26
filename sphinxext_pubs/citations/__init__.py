"""Citations: pandoc's syntax, labels, disambiguation, and CSL styles."""
