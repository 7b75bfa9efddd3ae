"""Figures: data and axes in, axes out; saving is one separate function."""
