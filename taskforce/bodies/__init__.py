"""Bodies, seats, deputies, rights, who issues and signs."""
