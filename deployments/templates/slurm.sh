#!/usr/bin/env bash
#SBATCH --job-name=thoughtmill-engine
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --gpus-per-node=8
#SBATCH --cpus-per-task=16
#SBATCH --time=08:00:00
#SBATCH --signal=B:TERM@300
#SBATCH --output=thoughtmill-engine-%j.log
#
# One engine and one Prefect worker beside it, in one allocation; it leaves by itself before the allocation ends.
#
#   sbatch [--array=1-20%5] deployments/templates/slurm.sh TEACHER MODEL [option of the vLLM server …]
#
# TEACHER is the name in the campaign, which is the work queue; `thoughtmill plan CAMPAIGN` prints the options.
# From the environment: PREFECT_API_URL (and PREFECT_API_AUTH_STRING, keys of the store). Perhaps also
#   THOUGHTMILL_ROOT          the checkout, with .venv and .venv-engine; by default where sbatch was called
#   THOUGHTMILL_ENGINE_START  the words that start a Python with vLLM: "apptainer exec --nv vllm.sif python3"
#   THOUGHTMILL_PREFECT       the words that start Prefect, if not .venv/bin/prefect
#   THOUGHTMILL_DRAIN_S       seconds from the signal to the end, 240; less than the 300 of --signal above
#   THOUGHTMILL_START_S       seconds that the engine may take to answer, 3600
set -euo pipefail

if [ "$#" -lt 2 ]; then
    echo "usage: sbatch slurm.sh TEACHER MODEL [option of the vLLM server …]" >&2
    exit 2
fi
teacher=$1 model=$2
shift 2
: "${PREFECT_API_URL:?name the Prefect server that has the work queue $teacher}"
if [ "${SLURM_NNODES:-1}" -gt 1 ]; then
    echo "one node an engine: start one that spans nodes by hand, and name it in THOUGHTMILL_ENGINE_URL" >&2
    exit 2
fi
root=${THOUGHTMILL_ROOT:-${SLURM_SUBMIT_DIR:-$PWD}}
read -ra python <<<"${THOUGHTMILL_ENGINE_START:-$root/.venv-engine/bin/python}"
read -ra prefect <<<"${THOUGHTMILL_PREFECT:-$root/.venv/bin/prefect}"
drain_s=${THOUGHTMILL_DRAIN_S:-240} start_s=${THOUGHTMILL_START_S:-3600}
port=$((20000 + ${SLURM_JOB_ID:-$$} % 12000)) # engines are told apart by host and port
key=$(head -c 24 /dev/urandom | base64 | tr -d '+/=')
engine='' worker='' leaving=''
cd "$root"

say() { echo "$(date -u +%FT%TZ) $*"; }
alive() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null; }
below() { # PID: all that it has started, and what those have
    local one
    for one in $(pgrep -P "$1"); do
        echo "$one"
        below "$one"
    done
}
all_ended() { # SECONDS PID…: whether all have ended by then
    local end=$((SECONDS + $1)) one
    for one in "${@:2}"; do
        while alive "$one"; do
            [ "$SECONDS" -lt "$end" ] || return 1
            sleep 0.2
        done
    done
}

leave() { # no run is taken any more; the one under way gets half of the time; then it saves what it has, and all ends
    [ -z "$leaving" ] || return 0
    leaving=yes
    trap '' TERM INT
    if alive "$worker"; then
        local runs
        mapfile -t runs < <(below "$worker")
        say "leaving: the worker takes no more runs"
        kill -TERM "$worker" 2>/dev/null || true
        if ! all_ended $((drain_s / 2)) "$worker" "${runs[@]}"; then
            say "leaving: its run is told to end; what it has saved is kept, and another worker goes on from there"
            kill -TERM "${runs[@]}" 2>/dev/null || true
            all_ended $((drain_s / 3)) "$worker" "${runs[@]}" || kill -KILL "$worker" "${runs[@]}" 2>/dev/null || true
        fi
    fi
    if [ -n "$engine" ]; then
        kill -TERM -- "-$engine" 2>/dev/null || true
        all_ended $((drain_s / 8 + 1)) "$engine" || kill -KILL -- "-$engine" 2>/dev/null || true
    fi
    say "left"
}
trap 'leave; exit 0' TERM INT
trap leave EXIT

# The engine gets neither the factory's keys nor its addresses; each has a session of its own, so that all of it ends.
ours=$(compgen -e | grep -E '^(PREFECT|AWS|WANDB|OPENAI)_|(TOKEN|KEY|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL)S?$' |
    grep -vx HF_TOKEN | sed 's/^/-u /' || true)
# shellcheck disable=SC2086  # words, one a name
setsid env $ours VLLM_API_KEY="$key" VLLM_NO_USAGE_STATS=1 DO_NOT_TRACK=1 \
    "${python[@]}" -m vllm.entrypoints.openai.api_server \
    --host 127.0.0.1 --port "$port" --model "$model" --served-model-name "$model" "$@" &
engine=$!
say "engine for $teacher: $model on port $port, process $engine"
until curl --silent --fail --noproxy '*' --max-time 5 --output /dev/null "http://127.0.0.1:$port/health"; do
    if ! alive "$engine"; then
        say "the engine ended before it answered: see its words above"
        exit 1
    fi
    if [ "$SECONDS" -ge "$start_s" ]; then
        say "the engine did not answer in $start_s seconds"
        exit 1
    fi
    sleep 1
done
say "engine is ready after $SECONDS s"

THOUGHTMILL_ENGINE_URL="http://127.0.0.1:$port/v1" THOUGHTMILL_ENGINE_KEY=$key setsid "${prefect[@]}" worker start \
    --pool gpu --type process --limit 1 --work-queue "$teacher" --name "slurm-${SLURM_JOB_ID:-$$}" &
worker=$!
wait -n "$engine" "$worker" || true # a signal ends this wait: then the trap has the word
if alive "$engine"; then
    say "the worker has ended"
else
    say "the engine has ended: its worker must take no run any more"
fi
exit 1
