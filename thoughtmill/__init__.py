"""The library: questions into verified traces, verified traces into a small model that reasons."""
