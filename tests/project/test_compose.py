"""What docker-compose.yml promises a stranger who finds the ports: loopback, passwords, keys; and that it is whole."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
FOUND: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = FOUND["services"]
SECRET = re.compile(r"PASSWORD|AUTH|API_KEY|ENGINE_KEY|CONNECTION_URL|TOKEN")
ONE_SHOT = {"register"}


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
        if SECRET.search(variable) and not re.search(r"\$\{[A-Z_]+:\?[^}]+\}", value)
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


def test_the_engine_and_its_worker_start_only_when_asked_for() -> None:
    assert {name for name, service in SERVICES.items() if service.get("profiles") == ["gpu"]} == {"vllm", "worker-gpu"}
    for name, service in SERVICES.items():
        if "profiles" not in service:
            needed = service.get("depends_on", {})
            assert not [one for one in needed if "profiles" in SERVICES[one]], f"{name} needs what isn't started"


def test_every_pool_of_the_deployments_has_a_worker() -> None:
    deployments = yaml.safe_load((ROOT / "deployments" / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    pools = {deployment["work_pool"]["name"] for deployment in deployments}
    commands = [" ".join(c) if isinstance(c := s.get("command", ""), list) else c for s in SERVICES.values()]
    assert {pool for pool in pools if any(f"--pool {pool} " in command for command in commands)} == pools


def test_every_file_that_an_image_is_built_from_exists() -> None:
    builds = [service["build"] for service in SERVICES.values() if "build" in service]
    assert builds
    missing = {
        f"{dockerfile.name} copies {source}, which is not there"
        for dockerfile in {ROOT / build["context"] / build["dockerfile"] for build in builds}
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile.read_text(encoding="utf-8"), re.MULTILINE)
        for source in line.split()
        if source != "." and not list(ROOT.glob(source))
    }
    assert not missing


def test_nothing_big_or_secret_is_sent_to_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".env", ".git", ".venv", ".venv-engine", ".thoughtmill"} <= set(ignored)


def test_the_server_asks_for_a_password_and_every_client_has_it() -> None:
    assert "PREFECT_SERVER_API_AUTH_STRING" in SERVICES["prefect"]["environment"]
    clients = [name for name, service in SERVICES.items() if "PREFECT_API_URL" in service.get("environment", {})]
    assert len(clients) == 4
    assert all("PREFECT_API_AUTH_STRING" in SERVICES[name]["environment"] for name in clients)
