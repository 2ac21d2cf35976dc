"""Which files hold some words: PDF, Office and OpenDocument files, mails and text.

Pure, like the readers: it knows neither Flask nor our tables, and opens files in a process of its own.
"""
