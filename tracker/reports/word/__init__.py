"""A report as a Word document: our own HTML, written with real styles, tables, lists and footnotes."""
