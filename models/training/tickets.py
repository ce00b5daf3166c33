"""The training material: labels, tickets, and the teacher's outputs for texts made from them."""
import gzip
import json
from dataclasses import dataclass

import torch

INTENTS = (
    "place_order", "change_order", "cancel_order", "check_cancellation_fee", "track_order", "delivery_options",
    "delivery_period", "change_shipping_address", "set_up_shipping_address", "create_account",
    "registration_problems", "recover_password", "edit_account", "switch_account", "delete_account",
    "check_payment_methods", "payment_issue", "get_invoice", "check_invoice", "get_refund", "track_refund",
    "check_refund_policy", "contact_customer_service", "contact_human_agent", "complaint", "review",
    "newsletter_subscription", "technical_issue", "security_or_fraud", "other")
SENTIMENTS = ("negative", "neutral", "positive")
REASONS = (
    "human_requested", "legal_or_regulator", "public_exposure", "security_or_fraud", "safety_or_health",
    "churn_threat", "repeat_contact", "severe_anger", "high_impact")

LABELS = {"intent": INTENTS, "sentiment": SENTIMENTS, "escalation": ("escalate",), "reasons": REASONS}
SIZES = {head: len(labels) for head, labels in LABELS.items()}  # 43 columns in all, in this order
SOFTMAX = ("intent", "sentiment")  # the other heads are a sigmoid per label

MAX_TOKENS = 192


@dataclass
class Example:
    """A text with the teacher's logits and, where it is a ticket, its true labels.

    teacher: head to float [labels]. truth: head to a class index (softmax) or float [labels] of 0 and 1 (sigmoid).
    """
    text: str
    ids: list
    teacher: dict
    truth: dict | None = None
    ticket: str | None = None


def read_lines(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def text_of(ticket):
    """What the model reads of a ticket."""
    subject = ticket.get("subject") or ""
    return f"{subject}. {ticket['body']}" if subject.strip() else ticket["body"]


def truth_of(ticket):
    labels = ticket["labels"]
    return {
        "intent": INTENTS.index(labels["intent"]),
        "sentiment": SENTIMENTS.index(labels["sentiment"]),
        "escalation": torch.tensor([float(labels["escalation"] == "escalate")]),
        "reasons": torch.tensor([float(reason in labels["reasons"]) for reason in REASONS]),
    }


def read_training(shared, tokenizer):
    """The tickets, and an example per text of the teacher's file, whose first texts are those tickets."""
    folder = shared / "data" / "tickets"
    tickets, taught = read_lines(folder / "train.jsonl"), read_lines(folder / "teacher.jsonl.gz")
    examples = []
    for i, line in enumerate(taught):
        logits = torch.tensor(line["logits"]).split(list(SIZES.values()))
        example = Example(line["text"], tokenizer.encode(line["text"], MAX_TOKENS), dict(zip(SIZES, logits)))
        if i < len(tickets):
            if text_of(tickets[i]) != example.text:
                raise ValueError(f"teacher text {i} is not ticket {tickets[i]['id']}")
            example.truth, example.ticket = truth_of(tickets[i]), tickets[i]["id"]
        examples.append(example)
    return tickets, examples


def batches(lengths, budget, generator=None):
    """Lists of indexes of texts of about equal length, `budget` padded tokens at most each.

    With a generator the texts of equal length and the batches come in random order, else the longest first.
    """
    count = len(lengths)
    jitter = torch.rand(count, generator=generator) * 0.1 if generator else torch.zeros(count)
    order = (torch.tensor(lengths) * (1 + jitter)).argsort(descending=True).tolist()
    result, longest = [[]], 0
    for i in order:
        longest = max(longest, lengths[i])
        if result[-1] and longest * (len(result[-1]) + 1) > budget:
            result.append([])
            longest = lengths[i]
        result[-1].append(i)
    if generator:
        result = [result[i] for i in torch.randperm(len(result), generator=generator)]
    return result


def pad(rows):
    """Ids and mask, int64 [batch, longest]; padding is id 0."""
    longest = max(map(len, rows))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return ids, mask
