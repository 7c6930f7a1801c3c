"""The Demand page."""
