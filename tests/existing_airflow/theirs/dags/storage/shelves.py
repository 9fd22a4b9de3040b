"""Where things lie."""


def shelf() -> str:
    """The only shelf there is."""
    return "shelf 4"
