"""A BERT encoder with one linear layer per head, in plain PyTorch."""
import json
import math
import struct

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class Layer(nn.Module):
    """Self-attention and feed-forward, each followed by a residual sum and a LayerNorm."""

    def __init__(self, width, heads, inner, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.query_key_value, self.attended = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=1e-12)
        self.widen, self.narrow = nn.Linear(width, inner), nn.Linear(inner, width)
        self.output_norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, bias):
        """x: [batch, sequence, width]; bias: [batch, 1, 1, sequence], added to the attention scores."""
        batch, sequence, width = x.shape
        drop = lambda t: F.dropout(t, self.dropout, self.training)
        split = lambda t: t.view(batch, sequence, self.heads, -1).transpose(1, 2)
        q, k, v = (split(t) for t in self.query_key_value(x).chunk(3, dim=-1))
        scores = q @ k.transpose(2, 3) / math.sqrt(width // self.heads) + bias
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, sequence, width)
        x = self.attention_norm(x + drop(self.attended(mixed)))
        return self.output_norm(x + drop(self.narrow(F.gelu(self.widen(x)))))


class Encoder(nn.Module):
    def __init__(self, vocabulary=30522, width=384, layers=6, heads=12, inner=1536, positions=512, dropout=0.1):
        super().__init__()
        self.dropout = dropout
        self.words = nn.Embedding(vocabulary, width, sparse=True)  # a batch touches few rows
        self.positions = nn.Embedding(positions, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner, dropout) for _ in range(layers))

    def forward(self, ids, mask):
        """ids, mask: int64 [batch, sequence]; gives the mean of the real tokens' states, [batch, width]."""
        x = self.words(ids) + self.positions.weight[:ids.shape[1]]
        x = F.dropout(self.norm(x), self.dropout, self.training)
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -10000.0  # exp of it is exactly 0 in fp32
        for layer in self.layers:
            x = layer(x, bias)
        real = mask[:, :, None].to(x.dtype)
        return (x * real).sum(1) / real.sum(1)


class TriageModel(nn.Module):
    def __init__(self, heads):
        """heads: name to number of labels."""
        super().__init__()
        self.encoder = Encoder()
        self.heads = nn.ModuleDict({name: nn.Linear(384, size) for name, size in heads.items()})

    def forward(self, ids, mask):
        """Logits by head name, each [batch, labels]."""
        pooled = F.dropout(self.encoder(ids, mask), 0.1, self.training)
        return {name: head(pooled) for name, head in self.heads.items()}


def read_safetensors(path):
    """Tensors by name. The format: a length of 8 bytes, a JSON header of that length, raw little-endian data."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            tensors[name] = torch.from_numpy(
                np.frombuffer(data[start:end], "<f4").reshape(entry["shape"]).copy())
    return tensors


def load_pretrained(encoder, path):
    """Fills the encoder with a published BERT checkpoint; the one token type is folded into the positions."""
    source = read_safetensors(path)
    state = {
        "words.weight": source["embeddings.word_embeddings.weight"],
        "positions.weight": source["embeddings.position_embeddings.weight"]
                            + source["embeddings.token_type_embeddings.weight"][0],
    }
    modules = {"norm": "embeddings.LayerNorm"}
    for i in range(len(encoder.layers)):
        ours, theirs = f"layers.{i}.", f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            state[f"{ours}query_key_value.{kind}"] = torch.cat(
                [source[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")])
        modules |= {
            ours + "attended": theirs + "attention.output.dense",
            ours + "attention_norm": theirs + "attention.output.LayerNorm",
            ours + "widen": theirs + "intermediate.dense",
            ours + "narrow": theirs + "output.dense",
            ours + "output_norm": theirs + "output.LayerNorm",
        }
    for ours, theirs in modules.items():
        state[ours + ".weight"] = source[theirs + ".weight"]
        state[ours + ".bias"] = source[theirs + ".bias"]
    encoder.load_state_dict(state)
