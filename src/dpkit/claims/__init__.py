"""Claims: the set of possible values that a cell stands for, and how sets meet."""
