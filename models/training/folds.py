"""Which training texts may be used while some tickets are held out."""
import re

LONGEST_RUN = 4  # words


def word_runs(text):
    """Every run of one to LONGEST_RUN words of a text, without case and punctuation."""
    words = re.findall(r"[^\W_]+", text.lower())
    return {tuple(words[i:i + n]) for n in range(1, LONGEST_RUN + 1) for i in range(len(words) - n + 1)}


def writer_of(ticket_id):
    return ticket_id.split("-")[0]


def assign(ticket_ids, folds):
    """A fold per ticket. All tickets of one writer share a fold, so a held-out voice is a new one to the model."""
    writers = sorted({writer_of(i) for i in ticket_ids}, key=lambda w: -sum(writer_of(i) == w for i in ticket_ids))
    sizes, fold_of = [0] * folds, {}
    for writer in writers:  # the largest first, each into the smallest fold
        fold = sizes.index(min(sizes))
        fold_of[writer] = fold
        sizes[fold] += sum(writer_of(i) == writer for i in ticket_ids)
    return [fold_of[writer_of(i)] for i in ticket_ids]


def without(held_out, examples):
    """The examples that tell nothing of the held-out tickets.

    The teacher's file does not say of which tickets its pieces were made. A text is left out when it shares a run of
    words with a held-out ticket that no other ticket has: in doubt it goes.
    """
    ours, theirs = set(), set()
    runs = [word_runs(example.text) for example in examples]
    for example, found in zip(examples, runs):
        if example.ticket:
            (theirs if example.ticket in held_out else ours).update(found)
    telling = theirs - ours
    return [example for example, found in zip(examples, runs)
            if example.ticket not in held_out and not (found & telling and not example.ticket)]
