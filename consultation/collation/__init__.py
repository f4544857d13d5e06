"""意见汇总: list, dispositions, groups, proof, exports, answers, 办结."""
