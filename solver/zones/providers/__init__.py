"""Who is called on in each zone, packages moved by hand, and whom a change touches."""
