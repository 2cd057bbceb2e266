"""Keep up with a talk: what a later question leans on."""
