"""Changes of rounds, invitations and links."""
