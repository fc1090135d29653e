"""The document and every edit of it: frozen values, standard library only."""
