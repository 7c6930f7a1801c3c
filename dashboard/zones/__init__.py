"""The Zones and bands page."""
