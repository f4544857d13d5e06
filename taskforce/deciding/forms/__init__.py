"""Forms of opinions, meetings, instructions and their papers."""
