"""EndNote's XML: the tables of reference types and fields, reading and writing."""
