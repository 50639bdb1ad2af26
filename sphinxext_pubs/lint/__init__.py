"""The checks and fixes of the command “check”."""
