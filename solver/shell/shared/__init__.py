"""What several commands share: opening a county, choices on the line, spreading work."""
