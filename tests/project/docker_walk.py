"""The images built and docker-compose.yml walked, on a machine with a Docker engine; half an hour and 20 GB.

    python -m pytest tests/project/docker_walk.py

Not among the other tests, which need no engine: `test_compose.py`. DOCKER_BUILD_OPTIONS of the environment go to
`docker build`, such as `--network host`. The project is called `thoughtmill-walk`; its volumes are removed at the end.
"""

import os
import secrets
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
IMAGES = ("factory", "engine-cpu")
RIGHTS = ["--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
PROFILE = ["--security-opt", "seccomp=deployments/sandbox-seccomp.json"]


def run(*command: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """A command in the checkout's folder; its error is in its output."""
    env = {name: value for name, value in os.environ.items() if name != "COMPOSE_PROFILES"} | more
    return subprocess.run(
        command, cwd=ROOT, env=env, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """.env as a person makes it of the example."""
    made = tmp_path_factory.mktemp("walk") / "env"
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    text = text.replace("POSTGRES_PASSWORD=", f"POSTGRES_PASSWORD={secrets.token_hex(24)}")
    made.write_text(text.replace("PREFECT_AUTH=", f"PREFECT_AUTH=me:{secrets.token_hex(24)}"), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def images() -> None:
    """Those of the profile cpu, built."""
    options = shlex.split(os.environ.get("DOCKER_BUILD_OPTIONS", ""))
    for name in IMAGES:
        file = f"deployments/Dockerfile.{name}"
        built = run("docker", "build", *options, "-t", f"thoughtmill-{name}", "-f", file, ".")
        assert built.returncode == 0, built.stdout[-3000:]


def in_a_container(*command: str, rights: list[str]) -> "subprocess.CompletedProcess[str]":
    """A command in the factory's image."""
    return run("docker", "run", "--rm", "--init", *rights, "thoughtmill-factory", *command)


@pytest.mark.parametrize("profile", ["cpu", "gpu"])
def test_every_profile_is_understood(profile: str, environment: Path) -> None:
    told = run(*COMPOSE, "--env-file", str(environment), "--profile", profile, "config")
    assert told.returncode == 0, told.stdout
    assert "prefect" in yaml.safe_load(told.stdout)["services"]


def test_with_the_example_as_it_is_nothing_starts() -> None:
    told = run(*COMPOSE, "--env-file", str(ROOT / ".env.example"), "config")
    assert told.returncode != 0
    assert "set POSTGRES_PASSWORD in .env" in told.stdout


@pytest.mark.usefixtures("images")
def test_code_is_refused_under_dockers_own_profile_and_runs_as_a_plain_user_under_ours() -> None:
    asked = ("python", "-c", "import os; from thoughtmill import sandbox; print(os.getuid(), sandbox.missing())")
    assert in_a_container(*asked, rights=[*RIGHTS, *PROFILE]).stdout == "1000 None\n"
    assert "code can't be run here" in in_a_container(*asked, rights=RIGHTS).stdout


@pytest.mark.usefixtures("images")
def test_every_attack_on_the_sandbox_is_contained_in_a_container() -> None:
    attacks = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/sandbox")
    ran = in_a_container(*attacks, rights=[*RIGHTS, *PROFILE])
    assert ran.returncode == 0, ran.stdout[-3000:]


@pytest.fixture
def compose(environment: Path) -> Iterator[list[str]]:
    """The words before each command; in the end nothing of it is left."""
    words = [*COMPOSE, "--env-file", str(environment), "-p", "thoughtmill-walk", "--profile", "cpu"]
    yield words
    run(*words, "down", "-v", "-t", "5")


@pytest.mark.usefixtures("images")
def test_the_demo_ends_in_release_student_and_comparison_and_a_store_without_a_fault(compose: list[str]) -> None:
    up = run(*compose, "up", "-d", "--no-build")
    assert up.returncode == 0, up.stdout[-3000:]
    demo = run("docker", "wait", run(*compose, "ps", "-q", "demo").stdout.strip())
    told = run(*compose, "logs", "--no-color", "demo").stdout
    assert demo.stdout.strip() == "0", told[-3000:]
    assert "walked in" in told
    checked = run(*compose, "exec", "-T", "worker", "thoughtmill", "check", ".thoughtmill/store")
    assert checked.returncode == 0, checked.stdout[-3000:]
