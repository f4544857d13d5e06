"""Changes on the way to issue."""
