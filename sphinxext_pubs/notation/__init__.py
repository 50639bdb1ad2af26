"""How people write names, dates and other values, whatever the file format."""
