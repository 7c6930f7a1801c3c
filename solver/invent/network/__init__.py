"""An illustrative road network, for worlds without an extract."""
