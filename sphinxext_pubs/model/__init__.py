"""The data model: a publication and its parts as plain data, independent of file formats."""
