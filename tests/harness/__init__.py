"""What the tests stand on: private services, real workers, a real browser."""
