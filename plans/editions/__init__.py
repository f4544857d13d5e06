"""稿: freezing, 编制说明, comparison, redline."""
