"""What one field of a scenario file cannot see: names that must exist, sums that must fit, things that surprise.

Each rule is a function from the scenario, with its tree, to findings; :mod:`sim.scenario.rules.all_rules`
runs them all.
"""
