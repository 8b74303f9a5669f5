"""The offline workbook of an agency's report: what it contains, how it is drawn, read back and merged. Nothing here asks who may."""
