"""操作日志: searched, exported, verified."""
