"""The proof that the simulation is right: scenarios whose answer theory knows, run and compared."""
