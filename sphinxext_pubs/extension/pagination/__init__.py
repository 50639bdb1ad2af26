"""Lists that are split into several pages."""
