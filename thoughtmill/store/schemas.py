"""The columns of everything that lies in a store. Names and types are an interface: see docs/records.md."""

import pyarrow as pa


def _schema(columns: dict[str, pa.DataType]) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


TEXT, COUNT, NUMBER = pa.string(), pa.int32(), pa.float64()

MESSAGES = pa.list_(pa.struct([pa.field("role", TEXT), pa.field("content", TEXT)]))

QUESTIONS = _schema(
    {
        "question_id": TEXT,
        "part": TEXT,
        "domain": TEXT,
        "source": TEXT,
        "language": TEXT,
        "prompt": TEXT,
        "verifier": TEXT,
        "reference": TEXT,
        "row": pa.int64(),
        "turns": MESSAGES,
    }
)
"""`row` and `turns` came later: shards of earlier versions end before them."""

HELD_OUT = _schema({"question_id": TEXT, "source": TEXT, "prompt": TEXT, "verifier": TEXT, "reference": TEXT})

REFUSED = _schema({"source": TEXT, "row": pa.int64(), "reason": TEXT, "detail": TEXT, "prompt": TEXT})

PRIVATE = _schema({"source": TEXT, "row": pa.int64(), "question_id": TEXT, "kind": TEXT, "excerpt": TEXT})

LABELS = _schema({"question_id": TEXT, "index": COUNT, "label": TEXT, "value": TEXT})

EXCLUDED = _schema({"id": TEXT, "detail": TEXT})

PURGED_ROWS = _schema({"id": TEXT, "source": TEXT, "row": pa.int64(), "sha256": TEXT})
"""Tombstones of a purge: questions, and refused rows, which have no id; `sha256` is of the prompt that is gone."""

PLAN = _schema({"question_id": TEXT, "traces": COUNT})

TRACES = _schema(
    {
        "question_id": TEXT,
        "round": COUNT,
        "index": COUNT,
        "text": TEXT,
        "reasoning": TEXT,
        "finish_reason": TEXT,
        "prompt_tokens": COUNT,
        "completion_tokens": COUNT,
        "teacher_id": TEXT,
        "engine": TEXT,
        "created_at": pa.timestamp("us", tz="UTC"),
    }
)

ASIDE = _schema({"question_id": TEXT, "round": COUNT, "index": COUNT, "reason": TEXT, "detail": TEXT})
"""Asks that are set aside; see `protocol.Refused` for the reasons."""

VERDICTS = _schema(
    {
        "question_id": TEXT,
        "round": COUNT,
        "index": COUNT,
        "outcome": TEXT,
        "reason": TEXT,
        "detail": TEXT,
        "answer": TEXT,
        "text_hash": TEXT,
        "sketch": pa.binary(128),
        "check_ms": NUMBER,
    }
)

SAMPLES = _schema(
    {
        "id": TEXT,
        "prompt": MESSAGES,
        "completion": MESSAGES,
        "think": TEXT,
        "answer": TEXT,
        "part": TEXT,
        "domain": TEXT,
        "source": TEXT,
        "language": TEXT,
        "verifier": TEXT,
        "reference": TEXT,
        "teacher_id": TEXT,
        "policy_id": TEXT,
        "tokens": COUNT,
        "pass_rate": NUMBER,
        "row": pa.int64(),
        "licence": TEXT,
    }
)

SAMPLES_WITHOUT_ROWS = pa.schema([field for field in SAMPLES if field.name not in ("row", "licence")])
"""Samples of layers that an earlier version prepared: which rows they came from is not known."""

ANSWERS = _schema(
    {
        "question_id": TEXT,
        "asked": TEXT,
        "source": TEXT,
        "prompt": TEXT,
        "reference": TEXT,
        "text": TEXT,
        "finish_reason": TEXT,
        "in_form": pa.bool_(),
        "strict": pa.bool_(),
        "lenient": pa.bool_(),
    }
)
