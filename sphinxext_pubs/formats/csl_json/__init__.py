"""CSL-JSON 1.0.2: items, their values and dates, and a reader that skips invalid items."""
