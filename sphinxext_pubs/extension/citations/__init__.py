"""Citations in documents: roles, anchors, links, footnotes, previews and references to other projects."""
