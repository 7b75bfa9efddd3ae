"""The checks behind :mod:`sim.statistics.invariants`: each reads the record and the plan, and names what is broken."""
