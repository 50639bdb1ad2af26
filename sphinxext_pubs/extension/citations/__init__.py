"""Citations: roles, who cites what, where citations link to, footnotes, previews and styles."""
