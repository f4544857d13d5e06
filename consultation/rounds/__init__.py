"""征求意见轮次: rounds, windows, invitations, links, letters out, chasing."""
