"""Home care on real roads: zones, bands, prices and rounds. No screen in here."""
