"""法规与目录: laws by date and article, matters, discretion benchmarks, catalogues of review and recording."""
