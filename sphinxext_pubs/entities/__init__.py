"""The people, venues and works that publications have in common, and the files that describe them."""
