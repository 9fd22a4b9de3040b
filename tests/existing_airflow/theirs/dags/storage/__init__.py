"""Another team's package: called like one of ours."""
