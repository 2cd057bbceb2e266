"""Answer doubts whether figures agree."""
