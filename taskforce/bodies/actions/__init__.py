"""Writing bodies, seats and deputies; both are named by one and confirmed by another."""
