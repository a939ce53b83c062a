"""The final answer in what a model wrote."""
