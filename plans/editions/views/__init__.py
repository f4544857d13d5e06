"""Pages of editions and 编制说明."""
