"""The output folder: the records of what was written there, and what is overridden while it is written."""
