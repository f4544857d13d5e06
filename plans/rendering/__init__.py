"""Official documents 公文: one tree of typed blocks, rendered to PDF, DOCX and HTML."""
