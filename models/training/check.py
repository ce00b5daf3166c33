"""Proves the tokenizer and the encoder against the golden files that lie beside the pre-trained weights."""
import argparse
import json
import pathlib
import sys

import torch

from encoder import Encoder, load_pretrained
from wordpiece import WordPiece

TOLERANCE = 2e-5  # largest difference of one embedding value


def read_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def check_tokens(tokenizer, cases):
    """The number of texts whose ids or offsets differ."""
    wrong = 0
    for case in cases:
        ids, offsets = tokenizer.encode_with_offsets(case["text"])
        if ids != case["ids"] or [list(o) for o in offsets] != case["offsets"]:
            wrong += 1
            print("differs:", ascii(case["text"]), "\n  is  ", ids, offsets, "\n  want", case["ids"], case["offsets"])
    print(f"tokens: {len(cases) - wrong} of {len(cases)} texts agree in ids and offsets")
    return wrong


def check_embeddings(tokenizer, encoder, cases):
    """The largest difference of any value, with all texts in one padded batch."""
    rows = [tokenizer.encode(case["text"], 512) for case in cases]
    longest = max(map(len, rows))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    with torch.no_grad():
        difference = (encoder.eval()(ids, mask) - torch.tensor([case["mean"] for case in cases])).abs().max().item()
    print(f"embeddings: {len(cases)} texts, largest difference {difference:.1e}, allowed {TOLERANCE:.0e}")
    return difference


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=pathlib.Path, required=True, help="folder that holds models/ and data/")
    folder = arguments.parse_args().shared / "models" / "all-minilm-l6-v2"
    tokenizer, encoder = WordPiece(folder / "vocab.txt"), Encoder()
    load_pretrained(encoder, folder / "model.safetensors")
    wrong = check_tokens(tokenizer, read_lines(folder / "golden-tokens.jsonl"))
    difference = check_embeddings(tokenizer, encoder, read_lines(folder / "golden-embeddings.jsonl"))
    sys.exit(1 if wrong or difference > TOLERANCE else 0)


if __name__ == "__main__":
    main()
