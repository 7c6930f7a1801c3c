"""The basemap: tiles and pictures drawn from the very roads that are routed on."""
