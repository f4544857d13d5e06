"""Pages of an expert round: the expert's way, the panel's board, the papers."""
