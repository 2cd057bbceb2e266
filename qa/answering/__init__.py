"""Word answers and name their sources."""
