"""Answer questions over stored disclosures; figures come from records alone."""
