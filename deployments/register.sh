#!/usr/bin/env bash
# Make the pools and the deployments on the server that PREFECT_API_URL names. Run from the repository's folder.
set -euo pipefail
for pool in cpu gpu train; do
    prefect work-pool create "$pool" --type process --overwrite
done
prefect --no-prompt deploy --prefect-file deployments/prefect.yaml --all
