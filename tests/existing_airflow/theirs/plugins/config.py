"""Another team's module: called like one of ours."""

WAREHOUSE = "the north hall"
