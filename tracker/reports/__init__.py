"""Reports: the plan as a value on one day, and that value as a web page and as a PDF."""
