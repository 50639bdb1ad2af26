"""LaTeX in fields: what it means as rich text, and how text is written in LaTeX."""
