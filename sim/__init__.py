"""A discrete-event model of the Samur border crossing."""

__version__ = "0.1.0"
