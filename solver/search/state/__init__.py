"""The state of a search: its arrays, and the starts that they allow, kept up to date."""
