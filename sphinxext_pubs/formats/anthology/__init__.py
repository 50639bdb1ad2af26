"""The XML of the ACL Anthology: volumes, papers, links and the ids of older collections."""
