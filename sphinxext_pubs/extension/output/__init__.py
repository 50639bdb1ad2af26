"""The output folder: the records of its files, and the overrides of Sphinx's tables during a build."""
