"""The directives, and the options that they take."""
