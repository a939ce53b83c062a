"""Instructions about the form of an answer that a program can check: IFEval's and its kin."""
