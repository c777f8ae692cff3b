"""`mingjing bench`: builds a county of its own in a throw-away home, multiplies its cases, and measures them."""
