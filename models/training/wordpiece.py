"""BERT's uncased WordPiece tokenizer: text in, vocabulary ids and source offsets out."""
import unicodedata

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
LONGEST_WORD = 100  # characters; a longer word is [UNK]

# Blocks whose characters are words of their own.
IDEOGRAPHS = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
              (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


def is_dropped(c):
    if c in "\t\n\r":
        return False
    return c in "\0\ufffd" or unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs")


def is_ideograph(c):
    return any(first <= ord(c) <= last for first, last in IDEOGRAPHS)


def is_punctuation(c):
    ascii_symbol = c.isascii() and c.isprintable() and not c.isalnum() and c != " "
    return ascii_symbol or unicodedata.category(c).startswith("P")


class WordPiece:
    def __init__(self, vocabulary_path):
        with open(vocabulary_path, encoding="utf-8") as lines:
            self.ids = {piece.rstrip("\n"): i for i, piece in enumerate(lines)}
        self.cls, self.sep, self.unknown = (self.ids[t] for t in ("[CLS]", "[SEP]", "[UNK]"))

    def encode(self, text, max_tokens=None):
        """[CLS] … [SEP], at most `max_tokens` of them; the tail of a longer text is left out."""
        return self.encode_with_offsets(text, max_tokens)[0]

    def encode_with_offsets(self, text, max_tokens=None):
        """Ids, and for each its [start, end) in code points of `text`; (0, 0) for [CLS] and [SEP]."""
        tokens = [token for word in self._words(text) for token in self._pieces(*word)]
        if max_tokens is not None:
            tokens = tokens[:max_tokens - 2]
        tokens = [(self.cls, (0, 0)), *tokens, (self.sep, (0, 0))]
        return [i for i, _ in tokens], [offset for _, offset in tokens]

    def _words(self, text):
        """Yields (characters, source indexes) of each word, punctuation mark and literal special token."""
        start = i = 0
        while i <= len(text):
            special = next((s for s in SPECIAL if text.startswith(s, i)), None) if i < len(text) else None
            if special or i == len(text):
                yield from self._plain_words(text, start, i)
            if special:
                yield special, range(i, i + len(special))
                i = start = i + len(special)
            else:
                i += 1

    def _plain_words(self, text, first, last):
        word, source = [], []
        for c, i in self._normalised(text, first, last):
            alone = is_punctuation(c) or is_ideograph(c)
            if (alone or c == " ") and word:
                yield "".join(word), source
                word, source = [], []
            if alone:
                yield c, [i]
            elif c != " ":
                word.append(c)
                source.append(i)
        if word:
            yield "".join(word), source

    @staticmethod
    def _normalised(text, first, last):
        """Lower-case characters without marks, each with the index it came from."""
        for i in range(first, last):
            c = text[i]
            if is_dropped(c):
                continue
            if c.isspace():
                yield " ", i
                continue
            for part in unicodedata.normalize("NFD", c):
                if unicodedata.category(part) != "Mn":
                    for lower in part.lower():
                        yield lower, i

    def _pieces(self, word, source):
        if word in SPECIAL:
            return [(self.ids[word], (source[0], source[-1] + 1))]
        pieces, start = [], 0
        while start < len(word) <= LONGEST_WORD:
            end = len(word)
            prefix = "##" if start else ""
            while end > start and prefix + word[start:end] not in self.ids:
                end -= 1
            if end == start:
                break
            pieces.append((self.ids[prefix + word[start:end]], (source[start], source[end - 1] + 1)))
            start = end
        return pieces if start == len(word) else [(self.unknown, (source[0], source[-1] + 1))]
