"""Read the words of a question: spelling, numbers, operations, phrases, scope."""
