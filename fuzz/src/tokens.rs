//! Mutations of Flux texts, token by token.

/// What is put into texts besides what they consist of themselves.
const WORDS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "=",
    "=>",
    "<-",
    "|>",
    "+",
    "-",
    "*",
    "/",
    "%",
    "^",
    "==",
    "!=",
    "=~",
    "!~",
    "<",
    ">=",
    "\"",
    "${",
    "\"${1}\"",
    "/a/",
    "//",
    "\n",
    "and",
    "or",
    "not",
    "exists",
    "if",
    "then",
    "else",
    "return",
    "option",
    "import",
    "builtin",
    "testcase",
    "with",
    "0",
    "1",
    "-1",
    "9223372036854775807",
    "1e308",
    "0.0",
    "1h",
    "-1mo",
    "1ns",
    "0s",
    "2020-01-01T00:00:00Z",
    "true",
    "r",
    "tables",
    "_value",
    "_time",
    "_start",
    "_stop",
    "\"\"",
    "\"_value\"",
    "(r) => r",
    "(r) => true",
    "{r with a: 1}",
    "[:]",
    "[\"a\": 1]",
    "[{a: 1}]",
    "|> map(fn: (r) => r)",
    "|> filter(fn: (r) => r._value > 1)",
    "|> group()",
    "|> window(every: 1m)",
    "|> aggregateWindow(every: 1m, fn: mean)",
    "|> sort()",
    "|> limit(n: 1)",
    "|> range(start: 0)",
    "|> pivot(rowKey: [\"_time\"], columnKey: [\"t\"], valueColumn: \"_value\")",
    "|> findRecord(fn: (key) => true, idx: 0)",
    "from(bucket: \"b\")",
    "|> difference()",
    "|> reduce(fn: (r, accumulator) => ({n: accumulator.n + 1}), identity: {n: 0})",
    "|> union()",
    "join(tables: {a: a, b: b}, on: [\"_time\"])",
    "|> fill(usePrevious: true)",
    "|> count()",
    "|> histogram(bins: [0.0, 1.0])",
    "|> elapsed()",
    "|> yield()",
    "|> distinct()",
];

/// A text with up to four of its tokens left out, doubled, exchanged or replaced.
pub fn mutated(text: &str, seed: u64) -> String {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut tokens = split(text);
    for _ in 0..=random.below(4) {
        let at = random.below(tokens.len().max(1)).min(tokens.len());
        let from = random.below(tokens.len().max(1));
        let word = WORDS[random.below(WORDS.len())];
        let own = tokens.get(from).copied().unwrap_or(word);
        match random.below(7) {
            0 if at < tokens.len() => {
                tokens.remove(at);
            }
            1 => tokens.insert(at, own),
            2 => tokens.insert(at, word),
            3 if at < tokens.len() => tokens[at] = own,
            4 if at < tokens.len() => tokens[at] = word,
            5 if at < tokens.len() => tokens.swap(at, from),
            _ => {
                let (from, to) = (at.min(from), at.max(from).min(at.min(from) + 16));
                let part = tokens.get(from..to).unwrap_or_default().to_vec();
                tokens.splice(from..from, part);
            }
        }
    }
    tokens.concat()
}

/// Words, spaces and single signs.
fn split(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        '_' => 1,
        _ if c.is_alphanumeric() => 1,
        _ if c.is_whitespace() => 2,
        _ => 3,
    };
    let mut tokens = Vec::new();
    let (mut start, mut before) = (0, 0);
    for (at, c) in text.char_indices() {
        if at > start && (kind(c) != before || before == 3) {
            tokens.push(&text[start..at]);
            start = at;
        }
        before = kind(c);
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

/// Numbers that look random (xorshift64, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }
}
