"""Files of roads before they are read: whole, in order, and the cure where they are not."""
