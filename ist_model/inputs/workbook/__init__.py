"""A trust as an Excel workbook: its layout as data, and what writes, reads and describes it from there."""
