"""Which training texts may be used while some tickets are held out."""
import re
from collections import Counter

LONGEST_RUN = 4  # words
LETTERS = 7


def traces(text):
    """Every run of one to LONGEST_RUN words, and every run of LETTERS letters and digits; case, punctuation and (for
    the latter) spaces are ignored, because the pieces were given typos in all of these."""
    words = re.findall(r"[^\W_]+", text.lower())
    letters = "".join(words)
    found = {tuple(words[i:i + n]) for n in range(1, LONGEST_RUN + 1) for i in range(len(words) - n + 1)}
    return found | {letters[i:i + LETTERS] for i in range(len(letters) - LETTERS + 1)}


def writer_of(ticket_id):
    return ticket_id.split("-")[0]


def assign(ticket_ids, folds):
    """A fold per ticket. All tickets of one writer share a fold, so a held-out voice is a new one to the model."""
    count = Counter(map(writer_of, ticket_ids))
    sizes, fold_of = [0] * folds, {}
    for writer in sorted(count, key=lambda w: (-count[w], w)):  # the largest first, each into the smallest fold
        fold_of[writer] = sizes.index(min(sizes))
        sizes[fold_of[writer]] += count[writer]
    return [fold_of[writer_of(i)] for i in ticket_ids]


def without(held_out, examples):
    """The examples that tell nothing of the held-out tickets.

    The teacher's file does not say of which tickets its pieces were made. A text is left out when it shares a trace
    with a held-out ticket that no ticket in use has: in doubt it goes.
    """
    ours, theirs = set(), set()
    found = [traces(example.text) for example in examples]
    for example, trace in zip(examples, found):
        if example.ticket:
            (theirs if example.ticket in held_out else ours).update(trace)
    telling = theirs - ours
    return [example for example, trace in zip(examples, found)
            if (example.ticket not in held_out if example.ticket else telling.isdisjoint(trace))]
