"""What comes on paper or as a file: 反馈表, 来函, 代录."""
