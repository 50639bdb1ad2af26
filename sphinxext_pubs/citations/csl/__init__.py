"""Find CSL styles and format references with an engine, as rich text."""
