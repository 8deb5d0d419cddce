"""From printed figures to values: script, quantities, periods, places, and the raw sheets that hold them."""
