"""Plans that people keep in spreadsheets: bytes → tables → recognised columns → rows of meaning, and back."""
