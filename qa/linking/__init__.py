"""Link words to rows, columns, codes and tables."""
