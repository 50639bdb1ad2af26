"""Citations as text and as styles: pandoc's notation, labels, disambiguation, and CSL."""
