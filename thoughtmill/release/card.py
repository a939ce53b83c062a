"""The dataset card of a release: what it holds, where it came from, how it was chosen."""

from collections.abc import Mapping

from thoughtmill.campaign import Campaign

HEAD = """---
configs:
- config_name: default
  data_files:
  - split: train
    path: data/*.parquet
tags:
- distillation
- reasoning
- thoughtmill
---
"""


def dataset_card(campaign: Campaign, release_id: str, counts: Mapping[str, int], funnel: Mapping[str, int]) -> str:
    """The README.md of a release, in the form that `datasets` and the hub read. No dates: twice the same.

    counts: of the samples. funnel: traces, kept and `rejected.<reason>` over the shards the samples come from.
    """
    samples, tokens = counts["samples"], counts["tokens"]
    lines = [
        HEAD,
        f"# {campaign.name}, release {release_id}",
        "",
        f"{samples:,} samples, {tokens:,} tokens written by the teachers, {tokens / samples:,.0f} a sample on average.",
        "",
        "| part | domain | samples | teacher | template |",
        "|---|---|---:|---|---|",
    ]
    for name, part in campaign.parts.items():
        teachers = list(campaign.teachers_of(name).values())
        models = ", ".join(dict.fromkeys(teacher.model for teacher in teachers))
        ways = ", ".join(dict.fromkeys(teacher.template for teacher in teachers))
        for domain in part.domains:
            found = counts.get(f"samples.{name}.{domain}", 0)
            lines.append(f"| {name} | {domain} | {found:,} | {models} | {ways} |")
    licences = {source.name: source.licence for source in campaign.sources if source.licence}
    told = " licence |" if licences else ""
    lines += ["", f"| source | samples |{told}", f"|---|---:|{'---|' if licences else ''}"]
    sources = sorted((key.removeprefix("source."), n) for key, n in counts.items() if key.startswith("source."))
    lines += [f"| {name} | {n:,} |" + (f" {licences.get(name, 'unknown')} |" if told else "") for name, n in sources]
    lines += ["", "## How they were chosen", "", *_funnel(funnel)]
    lines += [
        "",
        "`prompt` is the bare question, `completion` is `<think>…</think>` and `<answer>…</answer>`; `pass_rate` is",
        "the share of the teacher's traces on the question that were kept. Samples whose `verifier` is null could",
        "not be checked for being right: only form, language, length and repetition were.",
        "",
    ]
    return "\n".join(lines)


def _funnel(funnel: Mapping[str, int]) -> list[str]:
    traces = funnel.get("traces", 0)
    lines = [f"Of {traces:,} traces in the shards used, {funnel.get('kept', 0):,} were kept:", ""]
    lines += ["| rejected for | traces | share |", "|---|---:|---:|"]
    reasons = [(n, key.removeprefix("rejected.")) for key, n in funnel.items() if key.startswith("rejected.")]
    lines += [f"| {reason} | {n:,} | {n / traces:.1%} |" for n, reason in sorted(reasons, reverse=True)]
    return lines
