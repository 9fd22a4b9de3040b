"""Who else an article names: the people it prints with an office, or as present, whether or not a list has them. Pure."""
