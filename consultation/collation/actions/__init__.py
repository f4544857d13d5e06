"""Changes on the way from opinion to answer."""
