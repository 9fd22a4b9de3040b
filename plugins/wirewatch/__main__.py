"""`python -m wirewatch`: the command, where the package lies in a folder and was not installed."""

from wirewatch.cli import main

main()
