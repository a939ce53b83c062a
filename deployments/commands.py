"""The commands that operate a campaign on Prefect's server, by the entry points in `flows/pyproject.toml`."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from rich.console import Console

from flows.commands import campaign_arguments
from thoughtmill.cli import plan_command
from thoughtmill.cli.command import Command, typed
from thoughtmill.errors import CommandError

ROOT = Path(__file__).resolve().parent.parent


def deploy_arguments(parser: ArgumentParser) -> None:
    """A campaign, and perhaps a schedule."""
    campaign_arguments(parser)
    parser.add_argument("--schedule", metavar="CRON", help='when to start it, e.g. "*/5 * * * *" (UTC)')


def run_arguments(parser: ArgumentParser) -> None:
    """A campaign, and whether to wait."""
    campaign_arguments(parser)
    parser.add_argument("--wait", action="store_true", help="until the student is compared; exit 1 if that fails")
    parser.add_argument("--no-train", action="store_true", help="end with the release")


def register_arguments(parser: ArgumentParser) -> None:
    """Where the checkout lies on the workers."""
    named = os.environ.get("THOUGHTMILL_ROOT", str(ROOT))
    parser.add_argument("--root", default=named, help="the checkout on the workers; THOUGHTMILL_ROOT, or this one")


def automations_arguments(parser: ArgumentParser) -> None:
    """Whom to tell, and how long things may last."""
    parser.add_argument("--notify", metavar="TYPE/NAME", help="a notification block, e.g. slack-webhook/operations")
    parser.add_argument("--anew", action="store_true", help="also those that are there; off stays off")
    for name, what in (
        ("lost", "without a heartbeat, until a run is marked as crashed"),
        ("stalled", "without progress of a campaign"),
        ("waiting", "that a run is late and nobody takes it"),
        ("sick", "in which two runs end because of an engine"),
    ):
        parser.add_argument(f"--{name}", type=float, metavar="S", help=f"seconds {what}")


def run_deploy(given: Namespace, console: Console) -> int:
    """Make or renew the deployment."""
    from deployments.deploy import carried, deploy
    from deployments.run import unattended
    from deployments.server import prefect_server

    found = carried(given.campaign)  # what is wrong in the file is said at once, without a server
    with prefect_server() as client:
        lines = deploy(client, found, given.store, given.schedule)
        lines += [f"  now: {fault}" for fault in unattended(client, found, train=True)]
    lines += [f"start it: the UI, or {typed('run', given.campaign, '--wait')}"]
    console.print("\n".join(lines), highlight=False, soft_wrap=True, markup=False)
    return 0


def run_run(given: Namespace, console: Console) -> int:
    """Start the campaign's deployment; with --wait, follow it to its end."""
    from deployments import run
    from deployments.deploy import carried
    from deployments.server import prefect_server
    from tasks.asked_runs import address

    def say(line: str) -> None:
        console.print(line, highlight=False, soft_wrap=True, markup=False)

    found, train = carried(given.campaign), not given.no_train
    with prefect_server() as client:
        faults = run.unattended(client, found, train)
        if given.wait:
            run.expect_workers(faults)
        started = run.start(client, found, given.store, train)
        say(f"started {started.name}: {address(started)}")
        if not given.wait:
            for fault in faults:
                say(f"it will wait: {fault}")
            return 0
        watch = run.Watch(client, started.id, say)
        runs = watch.to_the_end()
        run.expect_success(watch, runs)
    say(f"completed: {', '.join(one.name for one in runs)}")
    return 0


def run_register(given: Namespace, console: Console) -> int:
    """Make or renew pools, deployments and automations."""
    from deployments.automations import make_automations
    from deployments.register import register
    from deployments.server import prefect_server

    with prefect_server() as client:
        told = [*register(client, given.root), *make_automations(client)]
    console.print("\n".join(told), highlight=False, soft_wrap=True, markup=False)
    return 0


def run_automations(given: Namespace, console: Console) -> int:
    """Make the automations, or make them anew."""
    from deployments.automations import Windows, make_automations, notification_block
    from deployments.server import prefect_server

    named = {name: seconds for name in ("lost", "stalled", "waiting", "sick") if (seconds := getattr(given, name))}
    windows = Windows(**{f"{name}_s": seconds for name, seconds in named.items()})
    if any(seconds < 10 for seconds in named.values()):
        raise CommandError("10 seconds or more", "less", "Prefect looks for what is missing every few seconds only")
    with prefect_server() as client:
        block = notification_block(client, given.notify) if given.notify else None
        told = make_automations(client, windows, block, anew=given.anew or block is not None)
    console.print("\n".join(told), highlight=False, soft_wrap=True, markup=False)
    return 0


def run_plan(given: Namespace, console: Console) -> int:
    """The library's plan, and what Prefect's server has of who has to listen."""
    from deployments.listening import listening

    return plan_command.run(given, console, listening)


PLAN = Command(plan_command.PLAN.name, plan_command.PLAN.help, plan_command.arguments, run_plan)
DEPLOY = Command("deploy", "make a deployment that carries a campaign", deploy_arguments, run_deploy)
RUN = Command("run", "start a campaign on Prefect's server, and perhaps wait for its student", run_arguments, run_run)
REGISTER = Command(
    "register", "make pools, deployments and automations on Prefect's server", register_arguments, run_register
)
AUTOMATIONS = Command("automations", "let Prefect's server watch what runs", automations_arguments, run_automations)
