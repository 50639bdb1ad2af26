"""The services of one build that do not need Sphinx, and the project, which creates them."""
