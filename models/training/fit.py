"""One training run: learns from the teacher's outputs and, for half a weight, from the true labels."""
import math
import time

import numpy as np
import torch
from torch.nn import functional as F

from encoder import TriageModel, load_pretrained
from tickets import SIZES, SOFTMAX, batches, pad

LEARNING_RATE = 2.5e-4
HEAD_FACTOR = 10  # heads start from nothing and learn this much faster
SCHEDULE = (0, 0.08, 2 / 3, 1), (0, 1, 0.532, 0)  # shares of all steps, and the rate's factor there; linear between
TEMPERATURE = 1.5
TRUTH_WEIGHT = 0.5
SMOOTHING = 0.05
TOKENS_PER_BATCH = 2048
LARGEST_GRADIENT = 1.0


def loss_of(logits, examples):
    """Mean over the texts of the distance to the teacher, plus half the distance to the true labels."""
    total = 0.0
    labelled = [i for i, example in enumerate(examples) if example.truth]
    for head, ours in logits.items():
        theirs = torch.stack([example.teacher[head] for example in examples]) / TEMPERATURE
        if head in SOFTMAX:
            soft = F.kl_div((ours / TEMPERATURE).log_softmax(1), theirs.log_softmax(1), log_target=True,
                            reduction="batchmean")
        else:
            soft = F.binary_cross_entropy_with_logits(ours / TEMPERATURE, theirs.sigmoid())
        total += soft * TEMPERATURE ** 2
        if labelled:
            truth = [examples[i].truth[head] for i in labelled]
            if head in SOFTMAX:
                hard = F.cross_entropy(ours[labelled], torch.tensor(truth), label_smoothing=SMOOTHING)
            else:
                smooth = torch.stack(truth) * (1 - SMOOTHING) + SMOOTHING / 2
                hard = F.binary_cross_entropy_with_logits(ours[labelled], smooth)
            total += TRUTH_WEIGHT * hard * len(labelled) / len(examples)
    return total


def fit(examples, pretrained, epochs, seed, log, checkpoint=None, resume=False):
    """Trains a fresh model. With `checkpoint`, its state is written there after every epoch and can be resumed."""
    torch.manual_seed(seed)
    model = TriageModel(SIZES)
    load_pretrained(model.encoder, pretrained)
    words = model.encoder.words.weight
    dense = [p for p in model.encoder.parameters() if p is not words]
    optimizers = [
        torch.optim.SparseAdam([words], lr=LEARNING_RATE),
        torch.optim.AdamW([
            {"params": dense, "lr": LEARNING_RATE},
            {"params": model.heads.parameters(), "lr": LEARNING_RATE * HEAD_FACTOR},
        ], weight_decay=0.01, foreach=True)]

    lengths = [len(example.ids) for example in examples]
    order = torch.Generator()
    plan = [batches(lengths, TOKENS_PER_BATCH, order.manual_seed(seed * 1000 + epoch)) for epoch in range(epochs)]
    steps = sum(map(len, plan))
    factor = lambda step: float(np.interp((step + 1) / steps, *SCHEDULE))
    schedules = [torch.optim.lr_scheduler.LambdaLR(optimizer, factor) for optimizer in optimizers]
    stateful = {"model": [model], "optimizer": optimizers, "schedule": schedules}

    first = 0
    if resume and checkpoint and checkpoint.exists():
        state = torch.load(checkpoint)
        for name, parts in stateful.items():
            for part, saved in zip(parts, state[name]):
                part.load_state_dict(saved)
        first = state["epoch"]

    done = sum(map(len, plan[:first]))
    tokens_left = sum(lengths) * (epochs - first)
    tokens, started, recent = 0, time.monotonic(), 0.0
    for epoch in range(first, epochs):
        torch.manual_seed(seed * 1000 + epoch)
        model.train()
        for batch in plan[epoch]:
            chosen = [examples[i] for i in batch]
            loss = loss_of(model(*pad([example.ids for example in chosen])), chosen)
            model.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(dense, LARGEST_GRADIENT)
            for part in (*optimizers, *schedules):
                part.step()
            done += 1
            tokens += sum(len(example.ids) for example in chosen)
            recent = loss.item() if not recent else 0.98 * recent + 0.02 * loss.item()
            if not math.isfinite(recent):
                raise FloatingPointError(f"the loss is {recent} at step {done}")
            if done % 50 == 0 or done == steps:
                rate = tokens / (time.monotonic() - started)
                log(f"epoch {epoch + 1}/{epochs}, step {done}/{steps}, loss {recent:.3f}, {rate:.0f} tokens/s, "
                    f"{(tokens_left - tokens) / rate / 60:.0f} min left")
        if checkpoint:
            saved = {name: [part.state_dict() for part in parts] for name, parts in stateful.items()}
            unfinished = checkpoint.with_suffix(".new")
            torch.save({**saved, "epoch": epoch + 1}, unfinished)
            unfinished.replace(checkpoint)
    return model.eval()


@torch.no_grad()
def predict(model, rows):
    """Logits by head, float [texts, labels], for rows of ids."""
    model.eval()
    result = {head: torch.zeros(len(rows), size) for head, size in SIZES.items()}
    for batch in batches([len(row) for row in rows], 8192):
        for head, logits in model(*pad([rows[i] for i in batch])).items():
            result[head][batch] = logits
    return result
