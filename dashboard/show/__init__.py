"""What several pages show: tables, charts, words, downloads, controls."""
