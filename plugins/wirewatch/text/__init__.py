"""Pure functions on text: normalising, sentences, folding, hashes."""
