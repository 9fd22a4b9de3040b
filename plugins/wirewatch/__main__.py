"""`python -m wirewatch`: the command, where the package lies in a folder and was not installed."""

from wirewatch.cli import main

if __package__:  # an Airflow that does not read our .airflowignore runs this file as a plugin, outside any package
    main()
