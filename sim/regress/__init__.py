"""Golden outputs of scenarios, kept under version control, and whether runs still give them."""
