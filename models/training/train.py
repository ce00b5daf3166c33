"""Retrains the shipped model, or with --folds makes the out-of-fold predictions that calibrate it.

    python3 models/training/train.py --shared ../shared --out models/triage-en
    python3 models/training/train.py --shared ../shared --folds 5
"""
import argparse
import gzip
import json
import pathlib
import time

import torch

from bundle import validation_figures, write_bundle
from calibrate import OUT_OF_FOLD, uncalibrated
from encoder import TriageModel
from fit import fit, predict
from folds import assign, without
from tickets import SIZES, read_lines, read_training
from wordpiece import WordPiece

EPOCHS = 3
SEED = 1
REASONS_AT_HALF = uncalibrated()[0]["reasons"]


def log(line):
    print(time.strftime("%H:%M:%S"), line, flush=True)


def train_final(options, tokenizer, examples, pretrained):
    finished = options.work / "model.pt"
    if options.export_only:
        model = TriageModel(SIZES)
        model.load_state_dict(torch.load(finished))
    else:
        model = fit(examples, pretrained, options.epochs, SEED, log, options.work / "final.checkpoint", options.resume)
        torch.save(model.state_dict(), finished)
    golden_texts = read_lines(pathlib.Path(__file__).with_name("golden-texts.jsonl"))
    write_bundle(model.eval(), tokenizer, options.shared, golden_texts, options.out)


def train_fold(fold, fold_of, options, tokenizer, tickets, examples, pretrained):
    """Gives a line per held-out ticket: its id, its fold and the 43 logits of a model that never saw it."""
    held_out = {ticket["id"] for ticket, f in zip(tickets, fold_of) if f == fold}
    used = without(held_out, examples)
    log(f"fold {fold}: {len(held_out)} tickets held out, {len(used)} texts to learn from")
    model = fit(used, pretrained, options.epochs, SEED + 1 + fold, lambda line: log(f"fold {fold}: {line}"),
                options.work / f"fold-{fold}-of-{options.folds}.checkpoint", options.resume)
    asked = [example for example in examples if example.ticket in held_out]
    logits = predict(model, [example.ids for example in asked])
    rows = torch.cat([logits[head] for head in SIZES], dim=1).tolist()
    log(f"fold {fold}: validation {validation_figures(model, tokenizer, options.shared, REASONS_AT_HALF)}")
    return "".join(json.dumps({"id": example.ticket, "fold": fold, "logits": [round(v, 3) for v in row]}) + "\n"
                   for example, row in zip(asked, rows))


def train_folds(options, tokenizer, tickets, examples, pretrained):
    """Trains all folds, or the one of --only, so that several can run side by side; writes OUT_OF_FOLD once all are
    there. With --resume a fold that is done is not trained again."""
    fold_of = assign([ticket["id"] for ticket in tickets], options.folds)
    parts = [options.work / f"fold-{fold}-of-{options.folds}.jsonl" for fold in range(options.folds)]
    for fold in range(options.folds) if options.only is None else [options.only]:
        if not (options.resume and parts[fold].exists()):
            parts[fold].write_text(train_fold(fold, fold_of, options, tokenizer, tickets, examples, pretrained))
    if all(part.exists() for part in parts):
        with open(OUT_OF_FOLD, "wb") as file, gzip.GzipFile("", "wb", mtime=0, fileobj=file) as packed:
            packed.write("".join(part.read_text() for part in parts).encode())
        log(f"wrote {OUT_OF_FOLD.name}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--shared", type=pathlib.Path, required=True, help="folder that holds models/ and data/")
    arguments.add_argument("--out", type=pathlib.Path, help="folder of the bundle")
    arguments.add_argument("--folds", type=int, help="number of folds: writes oof.jsonl.gz instead of a bundle")
    arguments.add_argument("--only", type=int, metavar="FOLD", help="with --folds: trains this one, from 0")
    arguments.add_argument("--work", type=pathlib.Path, default=pathlib.Path("artifacts/training"),
                           help="folder of the checkpoints (default: %(default)s)")
    arguments.add_argument("--epochs", type=int, default=EPOCHS, help="default: %(default)s")
    arguments.add_argument("--threads", type=int, default=2, help="default: %(default)s")
    arguments.add_argument("--resume", action="store_true", help="goes on after the last whole epoch")
    arguments.add_argument("--export-only", action="store_true", help="writes the bundle of the model trained last")
    options = arguments.parse_args()
    if bool(options.out) == bool(options.folds):
        arguments.error("give either --out or --folds")

    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    options.work.mkdir(parents=True, exist_ok=True)
    pretrained = options.shared / "models" / "all-minilm-l6-v2"
    tokenizer = WordPiece(pretrained / "vocab.txt")
    tickets, examples = read_training(options.shared, tokenizer)
    weights = pretrained / "model.safetensors"
    if options.folds:
        train_folds(options, tokenizer, tickets, examples, weights)
    else:
        train_final(options, tokenizer, examples, weights)


if __name__ == "__main__":
    main()
