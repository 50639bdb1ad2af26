"""A publication and its parts, as plain data. Nothing here knows where a publication came from."""
