"""Changes of an expert round."""
