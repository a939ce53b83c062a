"""What docker-compose.yml promises: loopback, passwords, rights; a worker for every run; that it is whole.

`docker_walk.py` beside this file builds and starts it; that needs a Docker engine.
"""

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from deployments.declared import DEPLOYMENTS
from thoughtmill.store.places.s3 import KEYS as S3_KEYS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
FOUND: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = FOUND["services"]
SECRET = re.compile(r"PASSWORD|AUTH|API_KEY|ENGINE_KEY|CONNECTION_URL|TOKEN")
ONE_SHOT = {"register", "demo"}
PROFILES = ("cpu", "gpu")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
OURS = {name: service for name, service in SERVICES.items() if str(service["image"]).startswith("thoughtmill-")}
DOCKERFILES = sorted((ROOT / "deployments").glob("Dockerfile.*"))


def of_profile(profile: str) -> dict[str, dict[str, Any]]:
    """The services that run under a profile."""
    return {name: one for name, one in SERVICES.items() if profile in one.get("profiles", PROFILES)}


def words(service: dict[str, Any]) -> list[str]:
    """Its command."""
    command: str | list[str] = service.get("command", [])
    return command.split() if isinstance(command, str) else command


def listeners(profile: str) -> list[tuple[str, str | None]]:
    """Pool and queue of each worker of a profile; no queue: all of them."""
    workers = [words(one) for one in of_profile(profile).values() if "worker" in words(one)]
    queue = [line[line.index("--work-queue") + 1] if "--work-queue" in line else None for line in workers]
    return list(zip((line[line.index("--pool") + 1] for line in workers), queue, strict=True))


def served(pool: str, queue: str, profile: str) -> bool:
    """Whether a worker of the profile draws runs of a pool's queue."""
    found = [(one, re.sub(r"\$\{\w+:-([^}]+)\}", r"\1", asked or queue)) for one, asked in listeners(profile)]
    return (pool, queue) in found


def test_it_is_of_a_version_that_old_programs_read() -> None:
    assert FOUND["version"] == "3.8"


def test_every_port_is_bound_to_loopback() -> None:
    ports = [(name, str(port)) for name, service in SERVICES.items() for port in service.get("ports", [])]
    assert ports
    assert not [(name, port) for name, port in ports if not port.startswith("127.0.0.1:")]


def test_postgres_is_reached_by_nobody_but_the_services() -> None:
    assert "ports" not in SERVICES["postgres"]


def test_every_secret_comes_from_outside_and_its_lack_is_told() -> None:
    bare = [
        f"{name}: {variable} needs ${{VAR:?message}}"
        for name, service in SERVICES.items()
        for variable, value in (service.get("environment") or {}).items()
        if value is not None  # what is only handed on has no value here
        and SECRET.search(variable)
        and not re.search(r"\$\{[A-Z_]+:\?[^}]+\}", value)
    ]
    assert not bare


def test_no_variable_that_holds_a_secret_has_a_default() -> None:
    defaults = re.findall(r"\$\{([A-Z_]+):?-[^}]*\}", TEXT)
    assert not [name for name in defaults if SECRET.search(name)]


def test_every_service_that_stays_has_a_health_check() -> None:
    checks = {name: SERVICES[name].get("healthcheck", {}) for name in SERVICES.keys() - ONE_SHOT}
    said = {"test", "interval", "timeout", "retries"}
    assert not {name for name, check in checks.items() if not (said <= check.keys() and check["test"])}


def test_a_service_waits_for_what_it_needs_to_be_ready_not_just_started() -> None:
    wanted = {
        (name, needed): "service_completed_successfully" if needed in ONE_SHOT else "service_healthy"
        for name, service in SERVICES.items()
        for needed in service.get("depends_on", {})
    }
    assert {(name, needed): SERVICES[name]["depends_on"][needed]["condition"] for name, needed in wanted} == wanted


@pytest.mark.parametrize("profile", PROFILES)
def test_every_deployment_has_a_worker_that_draws_its_runs(profile: str) -> None:
    needed = [one for one in DEPLOYMENTS if one.name != "generate"]
    lost = [one.name for one in needed if not served(one.pool, one.name, profile)]
    assert not lost


def test_with_gpus_every_teacher_of_the_campaign_for_one_machine_has_a_worker_with_an_engine() -> None:
    teachers = tomllib.loads((ROOT / "campaigns" / "one-gpu.toml").read_text(encoding="utf-8"))["teachers"]
    assert not [name for name in teachers if not served("gpu", name, "gpu")]
    with_engine = [one for one in of_profile("gpu").values() if {"--pool", "gpu"} <= set(words(one))]
    assert {one["image"] for one in with_engine} == {"thoughtmill-engine-cuda"}


def test_who_uses_a_gpu_sees_the_folder_of_leases_and_names_its_gpus_by_number() -> None:
    on_gpu = {name: one for name, one in SERVICES.items() if "devices" in str(one.get("deploy"))}
    assert set(on_gpu) == {name for name, one in OURS.items() if one.get("profiles") == ["gpu"]}
    for name, service in on_gpu.items():
        leases = service["environment"]["THOUGHTMILL_GPU_LEASES"]
        assert any(leases.startswith(volume.split(":")[1]) for volume in service["volumes"]), name
        assert re.fullmatch(r"\$\{\w+:-0\}", service["environment"]["CUDA_VISIBLE_DEVICES"]), name


def test_who_starts_an_engine_has_more_shared_memory_than_the_64_mb_that_it_does_not_start_with() -> None:
    with_engine = [one for one in OURS.values() if "engine" in one["image"]]
    assert with_engine
    assert all(re.fullmatch(r"\dgb", one["shm_size"]) for one in with_engine)


def test_no_worker_without_a_gpu_runs_beside_those_with_one() -> None:
    workers = {name for name, one in of_profile("gpu").items() if "worker" in words(one)}
    assert workers == {name for name in SERVICES if name.startswith("gpu-")}
    for profile in PROFILES:
        for name, service in of_profile(profile).items():
            assert service.get("depends_on", {}).keys() <= of_profile(profile).keys(), name


def test_what_runs_our_code_has_no_right_and_can_start_the_sandbox() -> None:
    profile = "seccomp=deployments/sandbox-seccomp.json"
    for name, service in OURS.items():
        assert service["cap_drop"] == ["ALL"], name
        assert set(service["security_opt"]) == {profile, "no-new-privileges"}, name
        assert not service.get("privileged"), name


def test_every_worker_sees_the_same_stores_and_those_of_the_campaigns_here_are_among_them() -> None:
    seen = {name: tuple(one["volumes"]) for name, one in OURS.items() if "worker" in words(one) or name == "demo"}
    assert len(set(seen.values())) == 1
    kept = [volume.split(":")[1] for volume in seen["demo"]]
    for path in (ROOT / "campaigns").glob("*.toml"):
        store = tomllib.loads(path.read_text(encoding="utf-8"))["store"].replace("~", "/var/lib/thoughtmill")
        inside = os.path.normpath(Path("/app/campaigns") / store)
        assert any(inside.startswith(f"{folder}/") for folder in kept), path.name


def test_whoever_opens_a_store_is_handed_what_one_in_a_bucket_is_reached_by_and_the_example_names_it() -> None:
    known = set(re.findall(r"AWS_[A-Z_]+", (ROOT / "docs" / "demo.md").read_text(encoding="utf-8")))
    assert known > set(S3_KEYS)
    for name, service in OURS.items():
        if name != "prefect":  # keeps no store
            assert {one for one in service["environment"] if one.startswith("AWS_")} == known, name
            assert not [one for one in known if service["environment"][one] is not None], name
    assert known <= set(re.findall(r"^#([A-Z_]+)=$", EXAMPLE, re.MULTILINE))


def test_the_example_of_an_environment_names_what_is_asked_for_and_holds_no_password() -> None:
    asked = set(re.findall(r"\$\{([A-Z_0-9]+)", TEXT))
    named = dict(re.findall(r"^#?([A-Z_0-9]+)=(.*)$", EXAMPLE, re.MULTILINE))
    assert asked | {"COMPOSE_PROFILES"} <= named.keys()
    assert not [name for name, value in named.items() if value and (SECRET.search(name) or "KEY" in name)]
    assert named["COMPOSE_PROFILES"] == "cpu"


def test_every_image_is_made_from_hashed_locks_alone_and_runs_as_a_plain_user() -> None:
    assert {path.suffix for path in DOCKERFILES} == {".factory", ".engine-cpu", ".engine-cuda", ".train-cuda"}
    for path in DOCKERFILES:
        lines = path.read_text(encoding="utf-8").strip().splitlines()
        assert lines[-1] == "USER thoughtmill", path.name
        assert not [line for line in lines if re.search(r"\bpip install\b", line)], path.name
        for name in re.findall(r"python requirements/install\.py (\S+)", "\n".join(lines)):
            assert name == "thoughtmill" or (ROOT / "requirements" / f"{name}.txt").is_file(), name


def test_every_image_that_is_run_is_built_here_and_one_begins_the_others() -> None:
    built = {one["image"]: Path(one["build"]["dockerfile"]) for one in OURS.values() if "build" in one}
    assert set(built) == {one["image"] for one in OURS.values()}
    assert set(built.values()) == {path.relative_to(ROOT) for path in DOCKERFILES}
    first = [image for image, path in built.items() if "FROM ${FACTORY}" not in (ROOT / path).read_text("utf-8")]
    assert first == ["thoughtmill-factory"]


def test_every_file_that_an_image_is_built_from_exists() -> None:
    builds = [service["build"] for service in SERVICES.values() if "build" in service]
    assert builds
    missing = {
        f"{dockerfile.name} copies {source}, which is not there"
        for dockerfile in {ROOT / build["context"] / build["dockerfile"] for build in builds}
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile.read_text(encoding="utf-8"), re.MULTILINE)
        for source in line.split()
        if source != "." and not source.startswith("-") and not list(ROOT.glob(source))
    }
    assert not missing


def test_nothing_big_or_secret_is_sent_to_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".env", ".git", ".venv", ".venv-engine", ".thoughtmill"} <= set(ignored)


def test_the_server_asks_for_a_password_and_every_client_has_it() -> None:
    assert "PREFECT_SERVER_API_AUTH_STRING" in SERVICES["prefect"]["environment"]
    clients = [name for name, service in SERVICES.items() if "PREFECT_API_URL" in service.get("environment", {})]
    assert len(clients) == 10
    assert all("PREFECT_API_AUTH_STRING" in SERVICES[name]["environment"] for name in clients)
