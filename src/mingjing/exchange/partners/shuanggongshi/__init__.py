"""双公示: the sheets of administrative penalties for the credit platforms (发改办财金〔2018〕424号)."""
