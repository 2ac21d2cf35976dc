"""Everything that turns a fresh machine into one that runs and tests the tracker.

Nothing here needs more than Python's standard library: it runs before there is a virtual environment.
"""
