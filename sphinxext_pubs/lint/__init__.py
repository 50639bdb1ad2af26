"""What the command “check” reports about a library, and what it can fix."""
