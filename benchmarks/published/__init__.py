"""Public instances with best known answers."""
