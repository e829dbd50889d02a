"""What measures speed: made directories and calls, the peers that do the same work, and the table of targets."""
