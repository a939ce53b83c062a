"""Answers that are a query: its result equals that of the reference's query on the question's databases."""
