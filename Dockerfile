# One image for every process of Wirewatch; docker-compose.yml says which is which.
ARG PYTHON=3.11
FROM python:${PYTHON}-slim AS packages
RUN pip install --no-cache-dir --disable-pip-version-check uv==0.13.9
WORKDIR /opt/wirewatch
COPY requirements.txt ./
RUN uv venv /opt/venv \
 && uv pip install --python /opt/venv/bin/python --no-cache --require-hashes --compile-bytecode -r requirements.txt
COPY pyproject.toml ./
COPY plugins plugins
RUN uv pip install --python /opt/venv/bin/python --no-cache --no-deps --no-build-isolation -e .
# What only tests and linters need stays out of the image.
RUN uv pip uninstall --python /opt/venv/bin/python \
    mypy ruff playwright pytest pytest-timeout pytest-xdist hypothesis import-linter flashtext2 rapidfuzz

FROM python:${PYTHON}-slim
# The group is 0 and may write, so that the container may run under any user id. The empty airflow.cfg keeps Airflow from making one up.
RUN useradd --uid 50000 --gid 0 --no-create-home --home-dir /var/lib/wirewatch wirewatch \
 && install -d -o 50000 -g 0 -m 0775 /etc/wirewatch /var/lib/wirewatch /var/lib/wirewatch/airflow /var/lib/wirewatch/archive /var/lib/wirewatch/logs \
 && touch /var/lib/wirewatch/airflow/airflow.cfg
COPY --from=packages /opt/venv /opt/venv
WORKDIR /opt/wirewatch
COPY config config
COPY dags dags
COPY demo demo
COPY docker docker
COPY plugins plugins
COPY sql sql
RUN /opt/venv/bin/python -m compileall -q plugins demo dags docker
# USER and HOME: a user id that /etc/passwd does not know has neither, and Airflow asks for the name of whoever starts a process.
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 USER=wirewatch HOME=/var/lib/wirewatch
USER 50000:0
ENTRYPOINT ["python", "docker/entrypoint.py"]
CMD ["wirewatch", "--help"]
