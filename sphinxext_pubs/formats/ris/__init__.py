"""RIS (Research Information Systems, 2001 and 2011): tables of types and tags, reading, and writing."""
