"""How results are said, on pages and in the terminal: numbers, intervals, differences, causes."""
