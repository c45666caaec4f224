"""From bytes to frozen types: whatever is wrong becomes a fault, never an exception."""
