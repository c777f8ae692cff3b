"""The verifier, which knows nothing of the rest of the house; `onefile` makes the one file that people carry away."""
