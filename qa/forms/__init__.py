"""Read performance forms: projects, their goals, weights, what was reached, points."""
