"""The one-file verifier, which knows nothing of the rest of the house."""
