"""Characters and formulas of TeX, for LaTeX values and for the markup of publishers."""
