"""Find what the narrative states, in its own words."""
