"""The plan: a scenario's physics in indices and instants, how it is made, and what can be said of it unrun."""
