"""What other organisations run: the witness and the monitor. They know nothing of the house but the verifier's parts."""
