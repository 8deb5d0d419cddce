"""From raw sheets to the published tables."""
