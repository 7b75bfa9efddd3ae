"""Experiments: replications, paired comparisons, sweeps and capacity; the only process pool of the program."""
