"""The views of the gateway."""
