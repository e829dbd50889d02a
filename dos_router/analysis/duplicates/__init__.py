"""Records that may be one service: which pairs are, how sure that is, and by which fields."""
