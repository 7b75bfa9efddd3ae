"""The reference engine: the specification in SimPy, written to be read rather than to be fast."""
