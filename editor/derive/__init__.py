"""Pure readings of a document, memoised by identity."""
