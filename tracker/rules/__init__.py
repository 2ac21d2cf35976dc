"""The rules of the product: pure functions on plain frozen values.

Nothing here knows the web, the database or the clock. Whoever calls a rule hands it the facts and
the day that counts as today, so the same rule serves a page, a report as at a past day, and a test.
"""
