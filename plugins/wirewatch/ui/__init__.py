"""What people reach through Airflow's web server, at /wirewatch: the HTTP API. Who somebody is, and may do, is told by the caller."""
