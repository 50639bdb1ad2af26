"""CSL styles: found, given to an engine, their references as rich text."""
