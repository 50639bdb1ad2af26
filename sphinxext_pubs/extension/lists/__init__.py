"""Lists in documents: their nodes, and how these are written."""
