"""Choose what to look up and how to reckon with it, or what to ask back."""
