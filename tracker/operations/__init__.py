"""What people do, by verb. Operations take loaded objects, plain values, `by=` and `now=`, write a change
record, and never commit."""
