"""What the tags of ways and nodes say: class, access, limits."""
