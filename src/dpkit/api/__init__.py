"""The only place where the stages are joined."""
