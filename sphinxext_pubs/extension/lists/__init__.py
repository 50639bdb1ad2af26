"""Lists: what a directive asks for, its answer in the document, and what is written of it."""
