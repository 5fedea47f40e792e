"""Pages about the plan of action."""
