"""The least change that closes gaps, chosen from candidates that a commissioner names, each with its cost."""
