"""A base of a few thousand weights with a tokenizer of its own, and a release to train it on; made in a second."""

from pathlib import Path
from typing import Any

import pyarrow as pa

from thoughtmill.store.schemas import SAMPLES
from thoughtmill.store.store import Commit, Store


def tokenizer(specials: tuple[str, ...] = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")) -> Any:
    """A byte-level BPE tokenizer, trained on a few lines."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    lines = ["<think>3 + 4 = 7.</think>\n<answer>7</answer>", "What is 3 + 4?\n", "user\nassistant\nsystem\n"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=320, special_tokens=list(specials), initial_alphabet=alphabet)
    made.train_from_iterator(lines, trainer)
    first = specials[0] if specials else None
    return PreTrainedTokenizerFast(tokenizer_object=made, eos_token=first, pad_token=first)


def base(folder: Path) -> Path:
    """A model of two tiny layers, saved as any other base would be."""
    import torch
    from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM

    torch.manual_seed(1)
    words = tokenizer()
    config = LlamaConfig(
        vocab_size=len(words),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        tie_word_embeddings=True,
    )
    model = LlamaForCausalLM(config)
    model.generation_config = GenerationConfig(temperature=0.3, do_sample=True, eos_token_id=0)
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    return folder


def sample(number: int) -> dict[str, Any]:
    """One sample of a release."""
    think, answer = f"{number} + 4 = {number + 4}.", str(number + 4)
    completion = f"<think>{think}</think>\n<answer>{answer}</answer>"
    return {
        "id": f"s{number}",
        "prompt": [{"role": "user", "content": f"What is {number} + 4?"}],
        "completion": [{"role": "assistant", "content": completion}],
        "think": think,
        "answer": answer,
        "part": "reasoning",
        "domain": "math",
        "source": "sums",
        "language": "en",
        "verifier": "math",
        "reference": answer,
        "teacher_id": "t",
        "policy_id": "p",
        "tokens": 20,
        "pass_rate": 1.0,
    }


def release(store: Store, samples: list[dict[str, Any]], key: str = "r1") -> Commit:
    """A committed release of these samples, in two files."""
    attempt = store.begin("releases", key)
    middle = len(samples) // 2
    for number, rows in enumerate((samples[:middle], samples[middle:])):
        attempt.write_table(f"data/part-{number:05d}.parquet", pa.Table.from_pylist(rows, schema=SAMPLES))
    attempt.write_bytes("README.md", b"# a release\n")
    return attempt.commit(counts={"samples": len(samples)})
