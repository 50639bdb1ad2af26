"""CSL-JSON 1.0.2: items, their values and dates, and a reader that goes on after broken items."""
