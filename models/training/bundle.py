"""Writes the bundle that ships: graph, weights, vocabulary, golden logits and manifest."""
import copy
import hashlib
import json
import shutil

import torch

from calibrate import calibrate
from fit import predict
from graph import write_graph
from metrics import summarise
from tickets import MAX_TOKENS, SIZES, read_lines, text_of, truth_of

NAME, VERSION, TAXONOMY = "triage-en", "1.0.0", "1"
TOLERANCE = 0.01  # of one logit: fp32 kernels differ a little between machines
DIGITS = 6
LICENCES = [
    {"name": "all-MiniLM-L6-v2 (encoder the training starts from; vocabulary)", "licence": "Apache-2.0",
     "source": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"},
    {"name": "all-mpnet-base-v2 (the teacher was trained from it)", "licence": "Apache-2.0",
     "source": "https://huggingface.co/sentence-transformers/all-mpnet-base-v2"},
    {"name": "Triage tickets", "licence": "the project's own", "source": "2,478 tickets written for this project"},
    {"name": "Bitext customer support intent detection", "licence": "CDLA-Sharing-1.0",
     "source": "https://github.com/bitext/customer-support-intent-detection-training-dataset"},
    {"name": "BANKING77", "licence": "CC-BY-4.0", "source": "https://github.com/PolyAI-LDN/task-specific-datasets"},
    {"name": "CLINC150", "licence": "CC-BY-3.0", "source": "https://github.com/clinc/oos-eval"},
    {"name": "MultiDoGO", "licence": "CDLA-Permissive-1.0",
     "source": "https://github.com/awslabs/multi-domain-goal-oriented-dialogues-dataset"},
    {"name": "GoEmotions", "licence": "CC-BY-4.0",
     "source": "https://github.com/google-research/google-research/tree/master/goemotions"},
]


def as_stored(model):
    """The model with its weights rounded to fp16, as the bundle holds them, computing in fp32."""
    rounded = copy.deepcopy(model).eval()
    for parameter in rounded.parameters():
        parameter.data = parameter.data.half().float()
    return rounded


def write_golden(path, texts, model, tokenizer):
    rows = [tokenizer.encode(text, MAX_TOKENS) for text in texts]
    logits = predict(model, rows)
    with open(path, "w", encoding="utf-8") as file:
        for i, text in enumerate(texts):
            line = {"text": text, "ids": rows[i]}
            line |= {head: [round(value, DIGITS) for value in logits[head][i].tolist()] for head in SIZES}
            file.write(json.dumps(line) + "\n")


def validation_figures(model, tokenizer, shared, reasons):
    tickets = read_lines(shared / "data" / "tickets" / "validation.jsonl")
    logits = predict(model, [tokenizer.encode(text_of(ticket), MAX_TOKENS) for ticket in tickets])
    return summarise({head: value.numpy() for head, value in logits.items()},
                     [truth_of(ticket) for ticket in tickets], reasons["thresholds"], reasons["temperature"])


def write_bundle(model, tokenizer, shared, golden_texts, out):
    out.mkdir(parents=True, exist_ok=True)
    stored = as_stored(model)
    write_graph(stored, out)
    shutil.copyfile(shared / "models" / "all-minilm-l6-v2" / "vocab.txt", out / "vocab.txt")
    write_golden(out / "golden.jsonl", golden_texts, stored, tokenizer)
    heads, replies, out_of_fold = calibrate(shared)
    files = ("model.onnx", "weights.bin", "vocab.txt", "golden.jsonl")
    manifest = {
        "name": NAME, "version": VERSION, "taxonomy": TAXONOMY, "languages": ["en"],
        "files": {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in files},
        "graphs": {"cpu": "model.onnx"},
        "tokenizer": {"kind": "wordpiece", "vocabulary": "vocab.txt", "lowercase": True, "maxTokens": MAX_TOKENS},
        "inputs": {"ids": "input_ids", "mask": "attention_mask"},
        "golden": {"file": "golden.jsonl", "tolerance": TOLERANCE},
        "heads": heads,
        "autoReply": replies,
        "metrics": {"validation": validation_figures(stored, tokenizer, shared, heads["reasons"]),
                    "outOfFold": out_of_fold},
        "licences": LICENCES,
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print("validation:", ", ".join(f"{name} {value}" for name, value in manifest["metrics"]["validation"].items()))
