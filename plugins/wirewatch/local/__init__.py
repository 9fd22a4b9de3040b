"""The local stack: PostgreSQL without installing it, and Airflow's processes under supervision."""
