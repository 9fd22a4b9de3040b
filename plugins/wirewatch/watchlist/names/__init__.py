"""The layers that find people: exact spellings, other spellings, surnames that stand alone. Pure."""
