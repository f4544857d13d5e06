"""Pages of rounds, of the chase board and of links."""
