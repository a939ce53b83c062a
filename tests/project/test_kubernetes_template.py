"""deployments/templates/kubernetes-gpu.json is a base job template that Prefect takes; its job holds its promises.

It was also given to prefect-kubernetes 0.8.0, which is no dependency: see docs/operating.md.
"""

import json
import re
from typing import Any

import jsonschema
import pytest
from prefect.utilities.schema_tools.validation import ValidationError, validate
from prefect.utilities.templating import apply_values, find_placeholders

from tests.conftest import ROOT

TEMPLATE: dict[str, Any] = json.loads((ROOT / "deployments/templates/kubernetes-gpu.json").read_text(encoding="utf-8"))
VARIABLES: dict[str, Any] = TEMPLATE["variables"]["properties"]
GIVEN = {"model": "a/model", "engine_args": ["--tensor-parallel-size", "8"], "gpus": 8}


def made(given: dict[str, Any]) -> dict[str, Any]:
    """The job's pod, as the worker makes it of the template, its defaults and what is given."""
    defaults = {name: about["default"] for name, about in VARIABLES.items() if about.get("default") is not None}
    manifest = apply_values(TEMPLATE["job_configuration"], defaults | given)["job_manifest"]
    return manifest["spec"]["template"]["spec"]


def test_every_placeholder_is_a_variable_and_every_variable_is_used() -> None:
    used = {placeholder.name for placeholder in find_placeholders(TEMPLATE["job_configuration"])}
    assert used == set(VARIABLES)


def test_the_variables_are_a_schema_and_refuse_what_can_not_be() -> None:
    jsonschema.Draft202012Validator.check_schema(TEMPLATE["variables"])
    validate(GIVEN, TEMPLATE["variables"], raise_on_error=True)
    for wrong in ({}, GIVEN | {"gpus": 0}, GIVEN | {"engine_args": "--tensor-parallel-size 8"}):
        with pytest.raises(ValidationError):
            validate(wrong, TEMPLATE["variables"], raise_on_error=True)


def test_the_engine_is_there_before_the_run_and_ends_with_it() -> None:
    pod = made(GIVEN)
    (engine,), (run,) = pod["initContainers"], pod["containers"]
    assert engine["restartPolicy"] == "Always", "a side container: Kubernetes ends it when the run has ended"
    assert "/health" in engine["startupProbe"]["exec"]["command"][-1]
    assert engine["resources"]["limits"]["nvidia.com/gpu"] == 8
    assert engine["args"] == ["--tensor-parallel-size", "8"]
    assert engine["command"][-2:] == ["--served-model-name", "a/model"]
    assert pod["restartPolicy"] == "Never", "Prefect decides whether a run is started again"
    assert "nvidia.com/gpu" not in run["resources"].get("limits", {})


def test_every_secret_is_named_and_none_is_written() -> None:
    pod = made(GIVEN | {"secret": "mine"})
    secret = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|AUTH")
    bare = [one for c in pod["initContainers"] for one in c["env"] if secret.search(one["name"]) and "value" in one]
    assert not bare
    assert {
        one["valueFrom"]["secretKeyRef"]["name"] for one in pod["initContainers"][0]["env"] if "valueFrom" in one
    } == {"mine"}
    assert pod["containers"][0]["envFrom"] == [{"secretRef": {"name": "mine"}}]
    assert not [name for name in VARIABLES["env"]["default"] if secret.search(name)]


def test_the_engine_listens_to_its_pod_alone_and_has_no_token_of_the_cluster() -> None:
    pod = made(GIVEN)
    command = pod["initContainers"][0]["command"]
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert pod["automountServiceAccountToken"] is False
