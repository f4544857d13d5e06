"""Papers of deciding: 会议通知, 纪要, 请示, 报告, 修改落实表."""
