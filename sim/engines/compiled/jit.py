"""How every step of the compiled engine is compiled."""

from sim.compiling import compiled

__all__ = ["compiled"]
