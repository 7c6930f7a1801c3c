"""The tables and layers of a world as data, and what is written from them."""
