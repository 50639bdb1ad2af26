"""LaTeX in values of fields: decoding it to rich text, and encoding rich text."""
