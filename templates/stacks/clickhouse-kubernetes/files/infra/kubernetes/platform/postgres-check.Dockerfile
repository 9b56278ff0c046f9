# What restores a copy of PostgreSQL on trial: kubectl and psql. Needed only with kubernetes.postgres.enabled; build it once:
# docker build -f infra/kubernetes/platform/postgres-check.Dockerfile -t REGISTRY/postgres-check:1.0.0 infra/kubernetes/platform
FROM debian:13.1-slim
# The release fixes their versions: those of Debian 13, with its security updates.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates kubernetes-client postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin job
USER 10001
