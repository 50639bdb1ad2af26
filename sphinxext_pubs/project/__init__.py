"""What one build works out from the library and the documents, without Sphinx: services and their root."""
