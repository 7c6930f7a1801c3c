"""Ways through a network of numbered nodes: a hierarchy that is weighed anew in milliseconds."""
