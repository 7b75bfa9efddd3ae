"""Results: what an experiment found, where it came from, and the folder that keeps both."""
