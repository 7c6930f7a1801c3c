"""What officers bring: counties and layers, read apart, and mappings that are remembered."""
