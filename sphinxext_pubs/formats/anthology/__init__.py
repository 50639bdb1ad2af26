"""The XML of the ACL Anthology: volumes, papers, links and the IDs of older collections."""
