"""Word's DOCX: a guarded package, its numbering resolved, its text as lines."""
