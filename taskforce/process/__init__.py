"""工作进度: timeline, steps, results."""
