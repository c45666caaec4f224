"""One file, one check: what it finds, why it matters, how to mend it, the rule itself, and examples."""
