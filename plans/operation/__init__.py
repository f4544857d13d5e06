"""运行状况: whether the portal runs, what waits too long, the check before a start."""
