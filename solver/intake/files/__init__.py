"""Files of a world → cells and shapes, whatever wrote them."""
