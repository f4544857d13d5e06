"""印发: numbers, letterheads, reviews, publication, withdrawal."""
