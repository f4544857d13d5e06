"""Pages of public rounds: the citizen's, and what waits 待审 for staff."""
