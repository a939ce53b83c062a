"""`thoughtmill deploy`: a deployment of `produce` that carries a campaign, for the UI, a schedule, and CI.

The campaign travels as its text, so that the form shows it; each run freezes it in its store. The files that it names
have to be on the worker: `folder` says where its relative paths start.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate, DeploymentUpdate
from prefect.client.schemas.objects import ConcurrencyLimitStrategy, ConcurrencyOptions
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectNotFound
from pydantic import ValidationError

from thoughtmill.campaign import Campaign
from thoughtmill.errors import CommandError, NotDeployed
from thoughtmill.store.campaigns import read


@dataclass(frozen=True, slots=True)
class Carried:
    """A campaign, checked, as its text; `folder` is where its relative paths start on the worker."""

    campaign: Campaign
    text: str
    folder: str | None

    def parameters(self, before: dict[str, Any], store: str | None, **options: Any) -> dict[str, Any]:
        """What `produce` is given: the options that are there stay where no other is named."""
        given = {"folder": self.folder, "store": store, **options}
        kept = {**(before.get("options") or {}), **{name: value for name, value in given.items() if value is not None}}
        return {**before, "campaign": self.text, "options": kept}


def carried(campaign: str) -> Carried:
    """Read a campaign's file or URL. Raises CampaignError for all that is wrong in it."""
    checked = read(campaign)
    if campaign.startswith(("http://", "https://")):
        with urlopen(campaign, timeout=30) as answer:
            return Carried(checked, answer.read().decode(), None)
    return Carried(checked, Path(campaign).read_text(encoding="utf-8"), _from_here(checked.root))


def _from_here(folder: Path) -> str:
    """A folder as a worker in another checkout finds it, if it lies below the current one."""
    here = Path.cwd().resolve()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)


def deployed(client: SyncPrefectClient, name: str) -> DeploymentResponse | None:
    """The deployment `produce/name`, if it is there."""
    try:
        return client.read_deployment_by_name(f"produce/{name}")
    except ObjectNotFound:
        return None


def registered(client: SyncPrefectClient) -> DeploymentResponse:
    """The deployment of `produce` for any campaign. Raises NotDeployed."""
    if (found := deployed(client, "produce")) is None:
        expected = "the deployment produce/produce on Prefect's server"
        raise NotDeployed(expected, "none of that name", "thoughtmill register")
    return found


def deploy(client: SyncPrefectClient, given: Carried, store: str | None, cron: str | None) -> list[str]:
    """Make or renew the campaign's deployment. Returns lines that say what was done. Raises ThoughtmillError."""
    schedule = checked_cron(cron) if cron else None
    campaign, model = given.campaign, registered(client)
    if campaign.name == "produce":
        raise CommandError("another name of the campaign", "'produce'", "that is the deployment for any campaign")
    code: dict[str, Any] = {
        "version": campaign.campaign_id(),
        "description": described(campaign),
        "entrypoint": model.entrypoint,
        "path": model.path,
        "pull_steps": model.pull_steps,
        "parameter_openapi_schema": model.parameter_openapi_schema,
        "enforce_parameter_schema": True,
    }
    found = deployed(client, campaign.name)
    if found is None:
        deployment = client.create_deployment(
            flow_id=model.flow_id,
            name=campaign.name,
            parameters=given.parameters({}, store),
            work_pool_name=model.work_pool_name,
            work_queue_name=model.work_queue_name,
            job_variables=model.job_variables,
            tags=sorted({*model.tags, campaign.name}),
            concurrency_limit=1,
            concurrency_options=ConcurrencyOptions(collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
            **code,
        )
        told = [f"produce/{campaign.name}: made; one run of it at a time"]
    else:
        deployment = found.id
        parameters = given.parameters(found.parameters, store)
        tags = sorted({*found.tags, campaign.name})
        client.update_deployment(deployment, DeploymentUpdate(parameters=parameters, tags=tags, **code))
        same = found.version == campaign.campaign_id()
        told = [f"produce/{campaign.name}: renewed; {'the same campaign' if same else 'the campaign has changed'}"]
        told += [f"  it is paused, and stays so: prefect deployment resume produce/{campaign.name}"] * found.paused
    return [*told, *_schedule(client, deployment, schedule)]


def described(campaign: Campaign) -> str:
    """What the UI says of the deployment: quotas, teachers, student, store."""
    parts = [
        f"- {name}: {part.quota:,} samples of {', '.join(part.domains)}, asked of {campaign.teacher_of(name).model}"
        for name, part in campaign.parts.items()
    ]
    return "\n".join(
        [
            f"The campaign `{campaign.name}`:",
            "",
            *parts,
            f"- student: {campaign.student.base if campaign.student else 'none'}",
            f"- store: {campaign.store}",
        ]
    )


def checked_cron(cron: str) -> CronSchedule:
    """Raises CommandError for what is no cron line."""
    try:
        return CronSchedule(cron=cron, timezone="UTC")
    except ValidationError as error:
        expected = 'a schedule of five fields, such as "*/5 * * * *" (UTC)'
        raise CommandError(expected, repr(cron), "name minute, hour, day, month and weekday") from error


def _schedule(client: SyncPrefectClient, deployment: UUID, wanted: CronSchedule | None) -> list[str]:
    """Put the command's own schedule; others are never touched.

    Its slug says what the command asked for: the same again leaves what a person made of it, another time renews it.
    """
    schedules = client.read_deployment_schedules(deployment)
    told: list[str] = []
    if wanted is not None:
        slug = f"{SLUG}{wanted.cron}"
        ours = [one for one in schedules if (one.slug or "").startswith(SLUG)]
        if not ours:
            new = DeploymentScheduleCreate(schedule=wanted, active=True, slug=slug)
            client.create_deployment_schedules(deployment, [new])
        elif ours[0].slug != slug:
            client.update_deployment_schedule(deployment, ours[0].id, schedule=wanted, slug=slug)
        schedules = client.read_deployment_schedules(deployment)
    for one in schedules:
        when = one.schedule.cron if isinstance(one.schedule, CronSchedule) else repr(one.schedule)
        told.append(f"  schedule {when} ({'on' if one.active else 'off'})")
    return told


SLUG = "thoughtmill deploy --schedule "
