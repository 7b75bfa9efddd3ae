"""Scenario files: read strictly, merged with their interventions, validated, signed, and written out again."""
