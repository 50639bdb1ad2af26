"""Generated pages: of papers, people, venues, years and keywords."""
