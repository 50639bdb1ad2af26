"""The undocumented parts of Sphinx that this extension uses; each module checks that they are as expected."""
