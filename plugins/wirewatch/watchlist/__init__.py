"""Pure: a list of people and a text in, mentions out."""
