//! Text to raw tokens: one machine for code and one for the inside of strings. Which of the two
//! reads next, and whether `/` divides or opens a regular expression, is `settle`'s to say.

use super::token::{Spanned, Token};
use logos::Logos;

/// Reads one text from its start to its end.
pub struct Lexer<'s> {
    text: &'s str,
    machine: logos::Lexer<'s, Code>,
    /// The comments passed so far: offsets of `//` and of the end of the line.
    pub comments: Vec<(u32, u32)>,
    /// What could not be read.
    pub mistakes: Vec<Mistake>,
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Something that is no token.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// What is wrong with it.
    pub kind: MistakeKind,
    /// Offset of its first byte.
    pub start: u32,
    /// Offset after its last byte.
    pub end: u32,
}

/// What is wrong with something that is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MistakeKind {
    /// A character that means nothing in Flux.
    Character,
    /// A string without a closing quote; `start` is its opening quote.
    UnterminatedString,
    /// `\` and something it cannot stand before.
    Escape,
    /// A keyword as a property's name after a dot.
    KeywordMember,
    /// A keyword as the name of an argument or of a record's property.
    KeywordKey,
}

impl<'s> Lexer<'s> {
    /// A lexer at the start of a text; the mark that some editors put before it is none of it.
    pub fn new(text: &'s str) -> Self {
        let mut machine = Code::lexer(text);
        if text.starts_with(BYTE_ORDER_MARK) {
            machine.bump(BYTE_ORDER_MARK.len_utf8());
        }
        Self {
            text,
            machine,
            comments: Vec::new(),
            mistakes: Vec::new(),
        }
    }

    /// The next token of code. Where an operand may begin, `/` opens a regular expression.
    /// A string with interpolation begins with [`Token::StringOpen`]: read on by
    /// [`Lexer::string_part`].
    pub fn next(&mut self, operand: bool) -> Option<Spanned<'s>> {
        loop {
            let code = self.machine.next()?;
            let range = self.machine.span();
            let (start, end) = (range.start as u32, range.end as u32);
            let slice = self.machine.slice();
            match code {
                Ok(Code::Comment) => self.comments.push((start, end)),
                Ok(Code::Slash) if operand => return Some(self.regex(start)),
                Ok(code) => return Some((start, code.token(slice), end)),
                Err(()) => return Some(self.bad(start)),
            }
        }
    }

    /// The next part of an interpolated string: text, `${`, or the closing quote. `opened` is
    /// where the string began.
    pub fn string_part(&mut self, opened: u32) -> Spanned<'s> {
        let base = self.machine.span().end;
        let rest = &self.text[base..];
        let mut machine = InString::lexer(rest);
        let part = machine.next();
        let (mut length, token) = match part {
            Some(Ok(InString::Text | InString::Dollar)) => {
                (machine.span().end, Token::Text(machine.slice()))
            }
            Some(Ok(InString::Interpolation)) => (2, Token::InterpolationOpen),
            Some(Ok(InString::Quote)) => (1, Token::StringClose),
            Some(Err(())) => {
                let length = rest.chars().take(2).map(char::len_utf8).sum();
                self.mistake(MistakeKind::Escape, base, base + length);
                (length, Token::Text(""))
            }
            None => {
                self.mistake(
                    MistakeKind::UnterminatedString,
                    opened as usize,
                    self.text.len(),
                );
                (0, Token::Bad)
            }
        };
        length = length.min(rest.len());
        self.machine.bump(length);
        (base as u32, token, (base + length) as u32)
    }

    /// A regular expression from its opening slash; a slash alone if no other follows.
    fn regex(&mut self, start: u32) -> Spanned<'s> {
        let from = &self.text[start as usize..];
        let Some(length) = regex_length(from) else {
            return (start, Token::Slash, start + 1);
        };
        self.machine.bump(length - 1);
        (start, Token::Regex(&from[..length]), start + length as u32)
    }

    /// Something illegal: a word of another language at whole length, else one character.
    fn bad(&mut self, start: u32) -> Spanned<'s> {
        let from = &self.text[start as usize..];
        let taken = self.machine.span().end - start as usize;
        let length = match from.as_bytes() {
            [b'&', b'&', ..] | [b'|', b'|', ..] => 2,
            [b'\'', ..] => quoted_length(from, '\''),
            _ => match from.chars().next() {
                Some('\u{201c}' | '\u{201e}' | '\u{201d}') => {
                    match quoted_length(from, '\u{201d}') {
                        length if length > taken => length,
                        _ => quoted_length(from, '\u{201c}'),
                    }
                }
                _ => taken,
            },
        };
        let length = length.max(taken);
        self.machine.bump(length - taken);
        let end = start as usize + length;
        self.mistake(MistakeKind::Character, start as usize, end);
        (start, Token::Bad, end as u32)
    }

    fn mistake(&mut self, kind: MistakeKind, start: usize, end: usize) {
        self.mistakes.push(Mistake {
            kind,
            start: start as u32,
            end: end as u32,
        });
    }
}

/// The length of the regular expression that `text` begins with. An empty one is none.
fn regex_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'/' if at == 1 => return None,
            b'/' => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// The length of text in quotes that are none of Flux, if they end on its line; else of the one
/// quote that it begins with.
fn quoted_length(text: &str, quote: char) -> usize {
    let line = text.split('\n').next().unwrap_or(text);
    let first = line.chars().next().map_or(0, char::len_utf8);
    let rest = line.get(first..).unwrap_or("");
    rest.find(quote)
        .map_or(first, |at| first + at + quote.len_utf8())
}

/// What the code machine tells apart.
#[derive(Logos, Clone, Copy, Debug, PartialEq)]
#[logos(skip r"[ \t\r\n\x0b\x0c]+")]
enum Code {
    #[regex(r"//[^\n]*", allow_greedy = true)]
    Comment,
    #[token("and")]
    And,
    #[token("or")]
    Or,
    #[token("not")]
    Not,
    #[token("exists")]
    Exists,
    #[token("import")]
    Import,
    #[token("package")]
    Package,
    #[token("return")]
    Return,
    #[token("option")]
    Option,
    #[token("builtin")]
    Builtin,
    #[token("testcase")]
    TestCase,
    #[token("if")]
    If,
    #[token("then")]
    Then,
    #[token("else")]
    Else,
    #[regex(r"[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*", is_name)]
    Ident,
    #[regex(r"@[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*", is_name)]
    Attribute,
    #[regex(r"[0-9]+")]
    Int,
    #[regex(r"[0-9]+\.[0-9]*|\.[0-9]+")]
    Float,
    #[regex(r"([0-9]+(y|mo|w|d|h|m|s|ms|us|µs|ns))+")]
    Duration,
    #[regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?(Z|[+-][0-9]{2}:[0-9]{2})?)?")]
    Time,
    #[regex(r#""([^"\\$]|\\[nrt\\"]|\\\$\{|\\x[0-9a-fA-F]{2}|\$[^{"\\])*\$?""#)]
    String,
    #[token("\"")]
    Quote,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("%")]
    Percent,
    #[token("^")]
    Caret,
    #[token("==")]
    Equal,
    #[token("!=")]
    NotEqual,
    #[token("<")]
    Less,
    #[token("<=")]
    LessEqual,
    #[token(">")]
    Greater,
    #[token(">=")]
    GreaterEqual,
    #[token("=~")]
    Match,
    #[token("!~")]
    NotMatch,
    #[token("=")]
    Assign,
    #[token("=>")]
    Arrow,
    #[token("<-")]
    PipeReceive,
    #[token("|>")]
    PipeForward,
    #[token("(")]
    ParenOpen,
    #[token(")")]
    ParenClose,
    #[token("[")]
    BracketOpen,
    #[token("]")]
    BracketClose,
    #[token("{")]
    BraceOpen,
    #[token("}")]
    BraceClose,
    #[token(":")]
    Colon,
    #[token(",")]
    Comma,
    #[token(".")]
    Dot,
    #[token("?")]
    Question,
}

/// What the string machine tells apart.
#[derive(Logos, Clone, Copy, Debug, PartialEq)]
enum InString {
    #[token("${")]
    Interpolation,
    #[token("\"")]
    Quote,
    #[regex(r#"([^"\\$]|\\[nrt\\"]|\\\$\{|\\x[0-9a-fA-F]{2}|\$[^{"\\])+"#)]
    Text,
    #[token("$")]
    Dollar,
}

/// The machine takes any character beyond ASCII as part of a name, for a Unicode class there costs
/// half a minute of release build; this refuses what is neither letter nor digit.
fn is_name(lexer: &mut logos::Lexer<Code>) -> bool {
    let slice = lexer.slice();
    let part = |c: char| c == '_' || c == '@' || c.is_alphanumeric();
    slice.is_ascii() || slice.chars().all(part)
}

impl Code {
    /// The token as far as it can be told without its neighbours.
    fn token(self, text: &str) -> Token<'_> {
        match self {
            Self::Comment => Token::Bad,
            Self::And => Token::And,
            Self::Or => Token::Or,
            Self::Not => Token::Not,
            Self::Exists => Token::Exists,
            Self::Import => Token::Import,
            Self::Package => Token::Package,
            Self::Return => Token::Return,
            Self::Option => Token::Option,
            Self::Builtin => Token::Builtin,
            Self::TestCase => Token::TestCase,
            Self::If => Token::If,
            Self::Then => Token::Then,
            Self::Else => Token::Else,
            Self::Ident => Token::Ident(text),
            Self::Attribute => Token::Attribute(text),
            Self::Int => Token::Int(text),
            Self::Float => Token::Float(text),
            Self::Duration => Token::Duration(text),
            Self::Time => Token::Time(text),
            Self::String => Token::String(text),
            Self::Quote => Token::StringOpen,
            Self::Plus => Token::Plus,
            Self::Minus => Token::Minus,
            Self::Star => Token::Star,
            Self::Slash => Token::Slash,
            Self::Percent => Token::Percent,
            Self::Caret => Token::Caret,
            Self::Equal => Token::Equal,
            Self::NotEqual => Token::NotEqual,
            Self::Less => Token::Less,
            Self::LessEqual => Token::LessEqual,
            Self::Greater => Token::Greater,
            Self::GreaterEqual => Token::GreaterEqual,
            Self::Match => Token::Match,
            Self::NotMatch => Token::NotMatch,
            Self::Assign => Token::Assign,
            Self::Arrow => Token::Arrow,
            Self::PipeReceive => Token::PipeReceive,
            Self::PipeForward => Token::PipeForward,
            Self::ParenOpen => Token::ParenOpen,
            Self::ParenClose => Token::ParenClose,
            Self::BracketOpen => Token::BracketOpen,
            Self::BracketClose => Token::BracketClose,
            Self::BraceOpen => Token::RecordOpen,
            Self::BraceClose => Token::BraceClose,
            Self::Colon => Token::Colon,
            Self::Comma => Token::Comma,
            Self::Dot => Token::Dot,
            Self::Question => Token::Question,
        }
    }
}
