"""The compiled engine: the reference engine's steps over one flat array of integers."""
