"""The Roads page."""
