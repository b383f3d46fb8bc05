"""What the two tools of this folder are made of: pages of the reference, and catalogs of words."""
