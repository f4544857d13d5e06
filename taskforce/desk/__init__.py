"""我的工作台: what waits for each, the month, the calendar feed."""
