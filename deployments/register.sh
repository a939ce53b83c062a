#!/usr/bin/env bash
# Pools, deployments and automations on the server that PREFECT_API_URL names. Run from the repository's folder.
exec python -m deployments.register
