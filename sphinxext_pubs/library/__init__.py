"""Files to one library: finding, decoding, reading, checking keys, and the cache."""
