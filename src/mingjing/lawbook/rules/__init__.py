"""Pure rules of the lawbook: reading sources, digests, benchmarks, catalogues."""
