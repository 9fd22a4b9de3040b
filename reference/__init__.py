"""What stands in docs/reference/, written from the code and the database it describes: commands, configuration, DAGs, tables."""
