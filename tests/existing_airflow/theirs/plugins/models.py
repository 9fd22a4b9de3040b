"""Another team's module: called like one of ours."""

THING = "a ladder"
