"""What the figures prove of each other: relations, domain rules, and the findings that they give."""
