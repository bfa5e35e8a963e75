//! Tokens, and what the parser expected instead, in a reader's words.

use super::token::Token;

/// What a token is called where it stands.
pub fn describe(token: Token<'_>) -> String {
    match token {
        Token::Ident(name) => format!("the name `{name}`"),
        Token::Int(text) | Token::Float(text) => format!("the number `{text}`"),
        Token::Duration(text) => format!("the duration `{text}`"),
        Token::Time(text) => format!("the time `{text}`"),
        Token::String(text) if short(text) => format!("the string `{text}`"),
        Token::String(_) | Token::StringOpen | Token::StringClose | Token::Text(_) => {
            "a string".into()
        }
        Token::Regex(text) if short(text) => format!("the regular expression `{text}`"),
        Token::Regex(_) => "a regular expression".into(),
        Token::Attribute(name) => format!("the attribute `{name}`"),
        Token::ParametersOpen => "a function".into(),
        Token::Separator => "the end of the statement".into(),
        Token::Bad => "something illegal".into(),
        _ if token.is_keyword() => format!("the keyword `{}`", spelling(token)),
        _ => format!("`{}`", spelling(token)),
    }
}

fn short(text: &str) -> bool {
    text.len() <= 24 && !text.contains('\n')
}

/// Whether a word is one that cannot be a name.
pub fn is_keyword(word: &str) -> bool {
    const KEYWORDS: &[Token] = &[
        Token::And,
        Token::Or,
        Token::Not,
        Token::Exists,
        Token::Import,
        Token::Package,
        Token::Return,
        Token::Option,
        Token::Builtin,
        Token::TestCase,
        Token::If,
        Token::Then,
        Token::Else,
    ];
    KEYWORDS.iter().any(|keyword| spelling(*keyword) == word)
}

/// How a token without content is written.
pub fn spelling(token: Token<'_>) -> &'static str {
    match token {
        Token::And => "and",
        Token::Or => "or",
        Token::Not => "not",
        Token::Exists => "exists",
        Token::Import => "import",
        Token::Package => "package",
        Token::Return => "return",
        Token::Option => "option",
        Token::Builtin => "builtin",
        Token::TestCase => "testcase",
        Token::If => "if",
        Token::Then => "then",
        Token::Else => "else",
        Token::With => "with",
        Token::Where => "where",
        Token::Extends => "extends",
        Token::StringOpen | Token::StringClose => "\"",
        Token::InterpolationOpen => "${",
        Token::Plus => "+",
        Token::Minus => "-",
        Token::Star => "*",
        Token::Slash => "/",
        Token::Percent => "%",
        Token::Caret => "^",
        Token::Equal => "==",
        Token::NotEqual => "!=",
        Token::Less => "<",
        Token::LessEqual => "<=",
        Token::Greater => ">",
        Token::GreaterEqual => ">=",
        Token::Match => "=~",
        Token::NotMatch => "!~",
        Token::Assign => "=",
        Token::Arrow => "=>",
        Token::PipeReceive => "<-",
        Token::PipeForward => "|>",
        Token::ParenOpen | Token::ParametersOpen | Token::AttributeOpen => "(",
        Token::ParenClose => ")",
        Token::BracketOpen => "[",
        Token::BracketClose => "]",
        Token::RecordOpen | Token::BlockOpen => "{",
        Token::BraceClose | Token::InterpolationClose => "}",
        Token::Colon => ":",
        Token::Comma => ",",
        Token::Dot => ".",
        Token::Question => "?",
        Token::Ident(_)
        | Token::Int(_)
        | Token::Float(_)
        | Token::Duration(_)
        | Token::Time(_)
        | Token::String(_)
        | Token::Regex(_)
        | Token::Attribute(_)
        | Token::Text(_)
        | Token::Separator
        | Token::Bad => "",
    }
}

/// A unit of durations as it is written.
pub fn exact_unit(word: &str) -> Option<&'static str> {
    const UNITS: [&str; 10] = ["y", "mo", "w", "d", "h", "m", "s", "ms", "us", "ns"];
    UNITS.into_iter().find(|unit| *unit == word)
}

/// The unit of durations that a word of a natural language means.
pub fn unit(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "year" | "years" | "yr" | "yrs" => "y",
        "month" | "months" | "mon" => "mo",
        "week" | "weeks" | "wk" => "w",
        "day" | "days" => "d",
        "hour" | "hours" | "hr" | "hrs" => "h",
        "minute" | "minutes" | "min" | "mins" => "m",
        "second" | "seconds" | "sec" | "secs" => "s",
        "millisecond" | "milliseconds" | "msec" | "millis" => "ms",
        "microsecond" | "microseconds" | "usec" | "micros" => "us",
        "nanosecond" | "nanoseconds" | "nsec" | "nanos" => "ns",
        _ => return None,
    })
}

/// The parameter that is mostly meant by a single argument without a name.
pub const FIRST_PARAMETERS: &[(&str, &str)] = &[
    ("aggregateWindow", "every"),
    ("bool", "v"),
    ("bottom", "n"),
    ("derivative", "unit"),
    ("display", "v"),
    ("drop", "columns"),
    ("duration", "v"),
    ("fill", "value"),
    ("filter", "fn"),
    ("float", "v"),
    ("from", "bucket"),
    ("group", "columns"),
    ("int", "v"),
    ("keep", "columns"),
    ("length", "arr"),
    ("limit", "n"),
    ("map", "fn"),
    ("movingAverage", "n"),
    ("quantile", "q"),
    ("range", "start"),
    ("reduce", "fn"),
    ("rename", "columns"),
    ("sort", "columns"),
    ("string", "v"),
    ("tail", "n"),
    ("time", "v"),
    ("timeShift", "duration"),
    ("to", "bucket"),
    ("top", "n"),
    ("uint", "v"),
    ("window", "every"),
    ("yield", "name"),
];

/// The first parameter that one would name in a call of a function of the prelude.
pub fn first_parameter(function: &str) -> Option<&'static str> {
    let known = FIRST_PARAMETERS.iter().find(|(name, _)| *name == function);
    known.map(|(_, parameter)| *parameter)
}

/// What the parser could have gone on with, by the grammar's names of tokens.
pub struct Expected<'e>(pub &'e [String]);

impl Expected<'_> {
    /// Whether a token is among them: by its text, or by its name in the grammar.
    pub fn has(&self, terminal: &str) -> bool {
        self.0.iter().any(|name| name.trim_matches('"') == terminal)
    }

    /// Whether an expression could have begun.
    pub fn expression(&self) -> bool {
        self.has("INT")
    }

    /// Whether an expression was complete and could have gone on.
    pub fn operator(&self) -> bool {
        self.has("*") || self.has("and") || self.has("or")
    }

    /// Whether a type could have begun.
    fn a_type(&self) -> bool {
        self.has("IDENT") && self.has("[") && self.has("{") && !self.expression()
    }

    /// All of them in groups: "`,` or `)`".
    pub fn words(&self) -> String {
        const OPERATORS: &[&str] = &[
            "+", "-", "*", "/", "%", "^", "==", "!=", "<", "<=", ">", ">=", "=~", "!~", "and",
            "or", "|>", "(", "[", ".",
        ];
        const EXPRESSION: &[&str] = &[
            "IDENT",
            "INT",
            "FLOAT",
            "DURATION",
            "TIME",
            "STRING",
            "REGEX",
            "STRING_OPEN",
            "<-",
            ".",
            "(",
            "PARAMETERS_OPEN",
            "[",
            "{",
            "not",
            "exists",
            "if",
            "+",
            "-",
        ];
        const STATEMENT: &[&str] = &[
            "import",
            "package",
            "option",
            "builtin",
            "testcase",
            "return",
            "ATTRIBUTE",
        ];
        const TYPE: &[&str] = &["IDENT", "[", "{", "PARAMETERS_OPEN", "."];
        let mut left: Vec<&str> = self.0.iter().map(|name| name.trim_matches('"')).collect();
        let mut words: Vec<String> = Vec::new();
        let mut group = |applies: bool, word: &str, members: &[&str]| {
            if applies {
                words.push(word.into());
                left.retain(|name| !members.contains(name));
            }
        };
        group(
            self.has("option"),
            "a statement",
            &[STATEMENT, EXPRESSION].concat(),
        );
        group(
            !self.has("option") && self.expression(),
            "an expression",
            EXPRESSION,
        );
        group(self.operator(), "an operator", OPERATORS);
        group(self.a_type(), "a type", TYPE);
        for (name, word) in [
            ("IDENT", "a name"),
            ("STRING", "a string"),
            ("SEPARATOR", "the end of the statement"),
        ] {
            if left.contains(&name) {
                words.push(word.into());
                left.retain(|other| *other != name);
            }
        }
        let rest = left.iter().filter_map(|name| {
            Some(match *name {
                "STRING_CLOSE" => "`\"`".into(),
                "INTERPOLATION_CLOSE" => "`}`".into(),
                "BLOCK_OPEN" => "`{`".into(),
                "PARAMETERS_OPEN" | "ATTRIBUTE_OPEN" => "`(`".into(),
                "TEXT" | "${" | "ATTRIBUTE" | "BAD" | "error" => return None,
                other => format!("`{other}`"),
            })
        });
        words.extend(rest);
        words.dedup();
        list(&words)
    }
}

/// "a", "a or b", "a, b or c".
fn list(words: &[String]) -> String {
    match words {
        [] => "something else".into(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
