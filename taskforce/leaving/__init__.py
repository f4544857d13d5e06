"""What a leaver holds of bodies, and what waits on their desk."""
