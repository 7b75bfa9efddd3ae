"""Exact answers of queueing theory, against which the engines are tested: closed forms, and chains solved numerically.

Arrival flow ``lam`` and service rate ``mu`` per unit of time, any unit; ``c`` booths; ``rho`` the load, below 1. Each
function cites where its equation stands. GSTH is Gross, Shortle, Thompson and Harris, *Fundamentals of Queueing
Theory*, 4th ed., Wiley 2008.
"""
