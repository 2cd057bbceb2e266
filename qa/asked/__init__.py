"""Know what a question asks by how people ask: learned from wordings, whatever it names."""
