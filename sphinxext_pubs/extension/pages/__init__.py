"""The pages that are made of the data: of papers, people, venues, years and keywords."""
