"""留痕台账: an append-only Merkle log of salted commitments, its signed checkpoints and its proofs."""
