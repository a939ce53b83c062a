"""An answer as text → its shape: a value, a set, ranges, an equation, words."""
