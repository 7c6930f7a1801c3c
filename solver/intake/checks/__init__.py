"""Whether tables, layers and roads fit each other."""
