"""From files to one library: finding, decoding and parsing sources, dropping duplicate keys, caching."""
