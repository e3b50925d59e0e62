"""Records and their journal on SQLite. Knows no Qt, no workbook and no paper."""
