"""总览 of one plan and its 进展报告."""
