"""Roads beside their peers."""
