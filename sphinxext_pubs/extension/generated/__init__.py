"""Pages that no document makes: of papers, people, venues, years and keywords (``pubs_pages``)."""
