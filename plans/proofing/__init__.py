"""校核 of a plan at work: findings, waivers, safe fixes."""
