"""What the model is judged by. `truth` holds a dictionary per ticket, as tickets.truth_of gives it."""
import numpy as np


def columns(truth, head):
    """The true labels of one head: int [tickets] (softmax) or float [tickets, labels] (sigmoid)."""
    return np.array([np.asarray(one[head]) for one in truth])


def softmax(logits):
    shifted = np.exp(logits - logits.max(1, keepdims=True))
    return shifted / shifted.sum(1, keepdims=True)


def sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


def average_precision(scores, positive):
    """The mean, over the positives, of the precision at the rank of each; equal scores share a rank."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(positive[order])
    last_of_rank = np.r_[np.diff(scores[order]) != 0, True]
    hits, ranks = hits[last_of_rank], np.flatnonzero(last_of_rank) + 1
    return float(np.sum(np.diff(np.r_[0, hits]) * hits / ranks) / hits[-1])


def f1(predicted, positive):
    """Per label, for boolean [tickets, labels]; 0 where a label is neither predicted nor true."""
    both = (predicted & positive).sum(0)
    return 2 * both / np.maximum(predicted.sum(0) + positive.sum(0), 1)


def summarise(logits, truth, reason_thresholds, reason_temperature=1.0):
    """The figures of the manifest. logits: head to float [tickets, labels], not divided by any temperature."""
    intent, sentiment = columns(truth, "intent"), columns(truth, "sentiment")
    best = np.argsort(-logits["intent"], axis=1)
    reasons = sigmoid(logits["reasons"] / reason_temperature) >= np.array(reason_thresholds)
    figures = {
        "intentAccuracy": (best[:, 0] == intent).mean(),
        "intentTop3": (best[:, :3] == intent[:, None]).any(1).mean(),
        "sentimentAccuracy": (logits["sentiment"].argmax(1) == sentiment).mean(),
        "escalationAveragePrecision":
            average_precision(logits["escalation"][:, 0], columns(truth, "escalation")[:, 0]),
        "reasonsMacroF1": f1(reasons, columns(truth, "reasons") > 0).mean(),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}
