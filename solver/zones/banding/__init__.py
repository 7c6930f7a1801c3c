"""Bands suggested for areas, each with its reason."""
