"""Temperatures and thresholds, from out-of-fold predictions only.

Prints what it finds and writes it into a bundle's manifest; the graph and the weights stay as they are.
"""
import argparse
import json
import pathlib
from collections import Counter

import numpy as np

from metrics import columns, f1, sigmoid, softmax, summarise
from tickets import INTENTS, LABELS, REASONS, SENTIMENTS, SIZES, SOFTMAX, read_lines, truth_of

OUT_OF_FOLD = pathlib.Path(__file__).with_name("oof.jsonl.gz")

ROUTING_PRECISION = 0.95  # of the intents that are not sent to a person for review
MISS_COST = 10  # a missed escalation, in false alarms
REPLY_PRECISION = 0.98
REPLY_ANSWERS = 30  # fewer answers prove nothing
AUTO_REPLY = (
    "check_cancellation_fee", "delivery_options", "delivery_period", "set_up_shipping_address", "create_account",
    "recover_password", "check_payment_methods", "get_invoice", "check_refund_policy", "contact_customer_service",
    "newsletter_subscription", "place_order", "review")

TEMPERATURES = np.arange(0.40, 3.001, 0.01)
THRESHOLDS = np.arange(0.05, 0.9951, 0.005).round(3)
REPLY_ESCALATION = np.arange(0.005, 0.5, 0.005).round(3)
MARGINS = np.arange(0.0, 0.501, 0.05)


def temperature_of(head, logits, truth):
    """The temperature with the least negative log-likelihood of the true labels."""
    def loss(temperature):
        if head in SOFTMAX:
            return -np.log(softmax(logits / temperature)[np.arange(len(truth)), truth]).mean()
        scaled = logits / temperature
        return (np.logaddexp(0, scaled) - truth * scaled).mean()
    return round(float(min(TEMPERATURES, key=loss)), 2)


def abstention(probability, margin, right):
    """The (threshold, margin) pair that keeps the most tickets at ROUTING_PRECISION."""
    best = (0, 1.0, 0.0)
    for least_margin in MARGINS:
        for threshold in THRESHOLDS:
            kept = (probability >= threshold) & (margin >= least_margin)
            if kept.any() and right[kept].mean() >= ROUTING_PRECISION:
                best = max(best, (kept.sum(), threshold, least_margin))
    return round(float(best[1]), 3), round(float(best[2]), 2)


def escalation_threshold(probability, positive):
    """The threshold with the least cost of misses and false alarms; among equals the lowest."""
    def cost(threshold):
        alarm = probability >= threshold
        return MISS_COST * (positive & ~alarm).sum() + (~positive & alarm).sum()
    return round(float(min(THRESHOLDS, key=cost)), 3)


def reason_thresholds(probability, positive, folds):
    """One threshold per label, or one for all: whichever does better on folds that it was not chosen on."""
    grid = THRESHOLDS[(THRESHOLDS >= 0.1) & (THRESHOLDS <= 0.9)]

    def choose(rows, single):
        scores = np.array([f1(probability[rows] >= threshold, positive[rows]) for threshold in grid])
        return np.full(len(REASONS), grid[scores.mean(1).argmax()]) if single else grid[scores.argmax(0)]

    def unseen(single):
        predicted = np.zeros_like(positive)
        for fold in np.unique(folds):
            held_out = folds == fold
            predicted[held_out] = probability[held_out] >= choose(~held_out, single)
        return f1(predicted, positive).mean()

    alike, apart = unseen(single=True), unseen(single=False)
    print(f"reasons on unseen folds: macro-F1 {alike:.3f} with one threshold, {apart:.3f} with one per label")
    chosen = choose(np.ones(len(folds), bool), single=alike >= apart)
    return [round(float(threshold), 3) for threshold in chosen]


def reply_target(probability, right, least):
    """The lowest threshold that reaches the target; where none does, the most precise one and `targetMet` false.

    Of the tickets that could be answered with this intent: its probability, at `least` that of the intent head, and
    whether the reply would be right.
    """
    best = None
    for threshold in THRESHOLDS[THRESHOLDS >= least]:
        sent = right[probability >= threshold]
        if len(sent) == 0:
            break
        entry = {"threshold": round(float(threshold), 3), "answers": len(sent),
                 "precision": round(float(sent.mean()), 4),
                 "targetMet": bool(len(sent) >= REPLY_ANSWERS and sent.mean() >= REPLY_PRECISION)}
        if entry["targetMet"]:
            return entry
        enough = len(sent) >= REPLY_ANSWERS
        if best is None or (enough, entry["precision"]) > best[0]:
            best = (enough, entry["precision"]), entry
    return best[1] if best else {"threshold": 1.0, "answers": 0, "precision": 0.0, "targetMet": False}


def reply_targets(probabilities, heads, truth):
    """The escalation threshold for replies, and a target per intent.

    Answering an escalating ticket is worse than missing it in the queue, so replies have an escalation threshold of their
    own: the highest under which no escalating ticket would have been answered.
    """
    for limit in reversed(REPLY_ESCALATION[REPLY_ESCALATION <= heads["escalation"]["threshold"]]):
        targets, harmed = reply_targets_under(limit, probabilities, heads, truth)
        if not harmed:
            return round(float(limit), 3), targets
    return 0.0, reply_targets_under(0.0, probabilities, heads, truth)[0]


def reply_targets_under(limit, probabilities, heads, truth):
    """A target per intent, and how many escalating tickets would be answered, with escalation probabilities under a limit.

    Counts the answers that the decision would really give, so every other condition for a reply applies first. A reply
    is right where the intent is right, the ticket is truly routine and, for `review`, truly positive.
    """
    intent, positive = probabilities["intent"], SENTIMENTS.index("positive")
    predicted, top = intent.argmax(1), np.sort(intent, axis=1)
    safe = ((top[:, -1] >= heads["intent"]["threshold"]) & (top[:, -1] - top[:, -2] >= heads["intent"]["margin"])
            & (probabilities["escalation"][:, 0] < limit)
            & (probabilities["reasons"] < heads["reasons"]["thresholds"]).all(1))
    escalates = columns(truth, "escalation")[:, 0] > 0
    targets, harmed = {}, 0
    for name in AUTO_REPLY:
        index = INTENTS.index(name)
        answered = safe & (predicted == index)
        right = (columns(truth, "intent") == index) & ~escalates
        if name == "review":
            answered &= probabilities["sentiment"].argmax(1) == positive
            right &= columns(truth, "sentiment") == positive
        target = reply_target(intent[answered, index], right[answered], heads["intent"]["threshold"])
        if target["targetMet"]:
            harmed += (answered & escalates & (intent[:, index] >= target["threshold"])).sum()
        targets[name] = target
    return targets, harmed


def head_entries():
    """The heads as the manifest lists them, before anything is known of their confidence."""
    return {head: {"output": head, "kind": "softmax" if head in SOFTMAX else "sigmoid", "labels": list(labels),
                   "temperature": 1.0} for head, labels in LABELS.items()}


def uncalibrated():
    """For a model without out-of-fold predictions: cautious thresholds, and no automatic reply."""
    heads = head_entries()
    heads["intent"] |= {"threshold": 0.5, "margin": 0.1}
    heads["escalation"]["threshold"] = 0.1
    heads["reasons"]["thresholds"] = [0.5] * len(REASONS)
    nothing = {"threshold": 1.0, "answers": 0, "precision": 0.0, "targetMet": False}
    return heads, reply_section("nothing yet", 0.0, {name: dict(nothing) for name in AUTO_REPLY}), {}


def reply_section(measured_on, escalation_threshold, intents):
    return {"targetPrecision": REPLY_PRECISION, "minimumAnswers": REPLY_ANSWERS, "measuredOn": measured_on,
            "escalationThreshold": escalation_threshold, "intents": intents}


def calibrate(shared, out_of_fold=OUT_OF_FOLD):
    """The manifest's `heads`, `autoReply` and out-of-fold metrics."""
    if not out_of_fold.exists():
        return uncalibrated()
    predictions = {line["id"]: line for line in read_lines(out_of_fold)}
    tickets = [ticket for ticket in read_lines(shared / "data" / "tickets" / "train.jsonl")
               if ticket["id"] in predictions]
    truth = [truth_of(ticket) for ticket in tickets]
    folds = np.array([predictions[ticket["id"]]["fold"] for ticket in tickets])
    rows = np.array([predictions[ticket["id"]]["logits"] for ticket in tickets])
    logits = dict(zip(SIZES, np.split(rows, np.cumsum(list(SIZES.values()))[:-1], axis=1)))

    heads, probabilities = head_entries(), {}
    for head, entry in heads.items():
        entry["temperature"] = temperature_of(head, logits[head], columns(truth, head))
        squash = softmax if head in SOFTMAX else sigmoid
        probabilities[head] = squash(logits[head] / entry["temperature"])

    top = np.sort(probabilities["intent"], axis=1)
    right = probabilities["intent"].argmax(1) == columns(truth, "intent")
    heads["intent"]["threshold"], heads["intent"]["margin"] = abstention(top[:, -1], top[:, -1] - top[:, -2], right)
    heads["escalation"]["threshold"] = escalation_threshold(
        probabilities["escalation"][:, 0], columns(truth, "escalation")[:, 0] > 0)
    heads["reasons"]["thresholds"] = reason_thresholds(
        probabilities["reasons"], columns(truth, "reasons") > 0, folds)

    replies = reply_section(
        f"out-of-fold predictions over {len(tickets):,} training tickets, {len(np.unique(folds))} folds",
        *reply_targets(probabilities, heads, truth))
    figures = summarise(logits, truth, heads["reasons"]["thresholds"], heads["reasons"]["temperature"])
    report(heads, replies, figures, probabilities, truth)
    return heads, replies, figures


def report(heads, replies, figures, probabilities, truth):
    print("out of fold:", ", ".join(f"{name} {value}" for name, value in figures.items()))
    top = np.sort(probabilities["intent"], axis=1)
    kept = ((top[:, -1] >= heads["intent"]["threshold"])
            & (top[:, -1] - top[:, -2] >= heads["intent"]["margin"]))
    right = probabilities["intent"].argmax(1) == columns(truth, "intent")
    print(f"intent: {kept.mean():.3f} of the tickets are kept, {right[kept].mean():.3f} of them right, at "
          f"{heads['intent']['threshold']} and margin {heads['intent']['margin']}")
    mistakes = Counter(zip(columns(truth, "intent")[~right], probabilities["intent"].argmax(1)[~right]))
    for (was, taken), count in mistakes.most_common(6):
        print(f"  {count} of {INTENTS[was]} taken for {INTENTS[taken]}")
    positive = columns(truth, "escalation")[:, 0] > 0
    alarm = probabilities["escalation"][:, 0] >= heads["escalation"]["threshold"]
    print(f"escalation: {alarm[positive].mean():.3f} of the escalating tickets found, {alarm[~positive].mean():.3f} "
          f"of the routine ones flagged, at {heads['escalation']['threshold']}")
    print("temperatures:", {head: entry["temperature"] for head, entry in heads.items()})
    print("reason thresholds:", dict(zip(REASONS, heads["reasons"]["thresholds"])))
    print("replies need an escalation probability under", replies["escalationThreshold"])
    for name, entry in replies["intents"].items():
        print(f"{name:26} {'met    ' if entry['targetMet'] else 'not met'} {entry}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=pathlib.Path, required=True, help="folder that holds models/ and data/")
    arguments.add_argument("--out", type=pathlib.Path, help="bundle whose manifest is to be updated")
    options = arguments.parse_args()
    heads, replies, figures = calibrate(options.shared)
    if options.out:
        path = options.out / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        manifest["heads"], manifest["autoReply"], manifest["metrics"]["outOfFold"] = heads, replies, figures
        path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
