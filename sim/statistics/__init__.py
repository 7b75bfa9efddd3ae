"""Statistics of trajectories: what is measured, how replications add up, and how sure it is."""
