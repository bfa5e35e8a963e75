//! Settles what a token is by its neighbours, in one pass, so that plain LR(1) suffices:
//!
//! 1. `/` opens a regular expression unless an expression may have just ended.
//! 2. Within a string `${` switches to code, and the matching `}` back.
//! 3. [`Token::Separator`] is put between what ends an expression and what begins a statement and
//!    cannot continue an expression, if the innermost bracket is a block or there is none.
//! 4. `(` opens parameters if `=>` follows its `)`.
//! 5. `{` opens a block after `=>` (outside types) and after the head of a test case.
//! 6. `with`, `extends` and `where` are keywords only where one is expected.
//! 7. A statement keyword, or `name =` after something complete, inside brackets that statements
//!    cannot stand in, ends these brackets: a missing bracket costs one statement, not the file.
//! 8. Between two elements of an array or dictionary, from its first comma on, a comma may be
//!    missing: Flux has always let that pass. One without width is put there.

use super::lexer::{Lexer, Mistake, MistakeKind};
use super::token::{Spanned, Token};

/// A text as the grammar reads it.
pub struct Settled<'s> {
    /// In order of the text; separators have no width.
    pub tokens: Vec<Spanned<'s>>,
    /// Offsets of `//` and of the end of the line.
    pub comments: Vec<(u32, u32)>,
    /// What could not be read.
    pub mistakes: Vec<Mistake>,
    /// Where a comma was put that is missing.
    pub missing_commas: Vec<u32>,
    /// The first place, if any, at which a type nests too deeply to be built.
    pub deep_type: Option<u32>,
}

/// How deeply a type may nest.
const DEEPEST_TYPE: usize = 128;

/// Reads a text to its end.
pub fn settle(text: &str) -> Settled<'_> {
    let mut pass = Pass {
        lexer: Lexer::new(text),
        text,
        tokens: Vec::with_capacity(text.len() / 6 + 16),
        open: Vec::new(),
        last_paren: None,
        type_depth: None,
        type_arrows: 0,
        missing_commas: Vec::new(),
        deep_type: None,
    };
    while let Some(token) = pass.next_raw() {
        pass.take(token);
    }
    Settled {
        tokens: pass.tokens,
        comments: pass.lexer.comments,
        mistakes: pass.lexer.mistakes,
        missing_commas: pass.missing_commas,
        deep_type: pass.deep_type,
    }
}

/// An open bracket; a parenthesis knows its token, for it may turn out to open parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Open {
    Paren(usize),
    Attribute,
    /// `[`, and whether a comma has followed already.
    Bracket(bool),
    Record,
    Block,
    /// `${`, and where the string around it began.
    Interpolation(u32),
}

/// What the last `)` closed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Closed {
    Paren(usize),
    Attribute,
    Nothing,
}

struct Pass<'s> {
    lexer: Lexer<'s>,
    text: &'s str,
    tokens: Vec<Spanned<'s>>,
    open: Vec<Open>,
    last_paren: Option<Closed>,
    /// How many brackets are open around the type that is being read.
    type_depth: Option<usize>,
    /// Arrows of that type so far.
    type_arrows: usize,
    missing_commas: Vec<u32>,
    deep_type: Option<u32>,
}

impl<'s> Pass<'s> {
    fn next_raw(&mut self) -> Option<Spanned<'s>> {
        let operand = !self.previous_ends();
        self.lexer.next(operand)
    }

    /// The settled token `back` places before the one being read; 1 is its neighbour.
    fn previous(&self, back: usize) -> Option<Token<'s>> {
        let index = self.tokens.len().checked_sub(back)?;
        self.tokens.get(index).map(|token| token.1)
    }

    /// Whether an expression may have ended with the token before.
    fn previous_ends(&self) -> bool {
        match self.previous(1) {
            Some(Token::ParenClose) => self.last_paren != Some(Closed::Attribute),
            Some(token) => token.ends_expression(),
            None => false,
        }
    }

    /// Whether statements cannot stand within the innermost bracket.
    fn in_brackets(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open::Paren(_) | Open::Attribute | Open::Bracket(_) | Open::Record)
        )
    }

    /// Gives up on brackets that statements cannot stand in.
    fn leave_brackets(&mut self) {
        while self.in_brackets() {
            self.open.pop();
        }
        self.type_depth = None;
    }

    fn separate(&mut self, at: u32) {
        self.tokens.push((at, Token::Separator, at));
    }

    fn take(&mut self, (start, raw, end): Spanned<'s>) {
        let token = self.contextual(raw);
        let token = self.keyword_as_name(token, start, end);
        self.separate_before(start, token);
        match token {
            Token::Colon
                if self.type_depth.is_none() && self.previous(2) == Some(Token::Builtin) =>
            {
                self.type_depth = Some(self.open.len());
                self.type_arrows = 0;
            }
            Token::ParenOpen if matches!(self.previous(1), Some(Token::Attribute(_))) => {
                self.open.push(Open::Attribute);
                self.tokens.push((start, Token::AttributeOpen, end));
                return;
            }
            Token::ParenOpen => self.open.push(Open::Paren(self.tokens.len())),
            Token::ParenClose => self.close_paren(),
            Token::Arrow => self.mark_parameters(),
            Token::BracketOpen => self.open.push(Open::Bracket(false)),
            Token::BracketClose if matches!(self.open.last(), Some(Open::Bracket(_))) => {
                self.open.pop();
            }
            Token::Comma => {
                if let Some(Open::Bracket(comma)) = self.open.last_mut() {
                    *comma = true;
                }
            }
            Token::RecordOpen if self.opens_block() => {
                self.open.push(Open::Block);
                self.tokens.push((start, Token::BlockOpen, end));
                return;
            }
            Token::RecordOpen => self.open.push(Open::Record),
            Token::BraceClose => {
                if let Some(opened) = self.close_brace() {
                    self.tokens.push((start, Token::InterpolationClose, end));
                    self.string(opened, None);
                    return;
                }
            }
            Token::StringOpen => {
                self.string(start, Some(end));
                return;
            }
            _ => {}
        }
        self.count_type_level(start, token);
        self.tokens.push((start, token, end));
    }

    /// Rule 6.
    fn contextual(&self, raw: Token<'s>) -> Token<'s> {
        let before = (self.previous(2), self.previous(1));
        match raw {
            Token::Ident("with")
                if matches!(before, (Some(Token::RecordOpen), Some(Token::Ident(_)))) =>
            {
                Token::With
            }
            Token::Ident("extends")
                if matches!(before, (Some(Token::TestCase), Some(Token::Ident(_)))) =>
            {
                Token::Extends
            }
            Token::Ident("where")
                if self.type_depth == Some(self.open.len()) && ends_type(self.previous(1)) =>
            {
                Token::Where
            }
            _ => raw,
        }
    }

    /// Rules 3 and 7: puts a separator before the token if a statement begins with it.
    fn separate_before(&mut self, start: u32, token: Token<'s>) {
        let previous = self.previous(1);
        let in_string = matches!(self.open.last(), Some(Open::Interpolation(_)));
        if token.is_statement_keyword() && !in_string {
            self.leave_brackets();
            let attribute = matches!(previous, Some(Token::Attribute(_)))
                || (previous == Some(Token::ParenClose) && !self.previous_ends());
            if !attribute && !matches!(previous, None | Some(Token::BlockOpen)) {
                self.separate(start);
            }
        } else if token == Token::Assign && self.assigns_too_early() {
            self.leave_brackets();
            if let Some(name) = self.tokens.pop() {
                if self.comma_is_missing() {
                    self.tokens.pop();
                    self.missing_commas.pop();
                }
                self.separate(name.0);
                self.tokens.push(name);
            }
        } else if let Some(depth) = self.type_depth {
            self.end_type(start, token, depth);
        } else if self.after_import() || self.begins_statement(token) {
            self.separate(start);
        } else if self.open.last() == Some(&Open::Bracket(true))
            && self.previous_ends()
            && token.starts_statement()
            && !self.glued_letters(start, token)
        {
            self.missing_commas.push(start);
            self.tokens.push((start, Token::Comma, start));
        }
    }

    /// A keyword that stands where only a name can, as in `r.option` and `{import: 1}`, is
    /// reported and read as that name.
    fn keyword_as_name(&mut self, token: Token<'s>, start: u32, end: u32) -> Token<'s> {
        let kind = match self.previous(1) {
            Some(Token::Dot) if self.previous(2).is_some_and(Token::ends_expression) => {
                MistakeKind::KeywordMember
            }
            Some(Token::RecordOpen | Token::ParenOpen | Token::Comma)
                if self.in_brackets() && token.is_statement_keyword() && self.same_line() =>
            {
                MistakeKind::KeywordKey
            }
            _ => return token,
        };
        let word = self.text.get(start as usize..end as usize);
        match word.filter(|_| token.is_keyword()) {
            Some(word) => {
                self.lexer.mistakes.push(Mistake { kind, start, end });
                Token::Ident(word)
            }
            None => token,
        }
    }

    /// Whether letters stand right behind a number: `1e3`, `5min`.
    fn glued_letters(&self, start: u32, token: Token) -> bool {
        let number = |last: &Spanned| {
            matches!(last.1, Token::Int(_) | Token::Float(_) | Token::Duration(_))
                && last.2 == start
        };
        matches!(token, Token::Ident(_)) && self.tokens.last().is_some_and(number)
    }

    /// Whether the token before is a comma that is not in the text.
    fn comma_is_missing(&self) -> bool {
        self.tokens.last().is_some_and(is_missing_comma)
    }

    /// Whether an import or a package clause is complete, so that nothing continues it.
    fn after_import(&self) -> bool {
        let clause = |back| match self.previous(back) {
            Some(Token::Import) => matches!(self.previous(1), Some(Token::String(_))),
            Some(Token::Package) => matches!(self.previous(1), Some(Token::Ident(_))),
            _ => false,
        };
        let alias = matches!(self.previous(2), Some(Token::Ident(_)));
        clause(2) || (alias && self.previous(3) == Some(Token::Import) && clause(3))
    }

    /// Whether the next token stands on the line of the one before.
    fn same_line(&self) -> bool {
        let from = self.tokens.last().map_or(0, |token| token.2 as usize);
        let rest = self
            .text
            .get(from..)
            .unwrap_or("")
            .trim_start_matches([' ', '\t']);
        !rest.starts_with(['\n', '\r', '/'])
    }

    /// Whether `name =` begins a statement although the one before has not ended: inside brackets
    /// after something complete, or on a new line after an operator.
    fn assigns_too_early(&self) -> bool {
        let Some(Token::Ident(_)) = self.previous(1) else {
            return false;
        };
        let Some(before) = self.previous(2) else {
            return false;
        };
        if self.in_brackets() {
            let missing = self.tokens.len().checked_sub(2);
            let missing = missing.and_then(|index| self.tokens.get(index));
            if before.ends_expression() || missing.is_some_and(is_missing_comma) {
                return true;
            }
        }
        before.wants_operand() && self.name_starts_line()
    }

    /// Whether the token before is the first of its line.
    fn name_starts_line(&self) -> bool {
        let start = self.tokens.last().map_or(0, |token| token.0 as usize);
        let before = self.text.get(..start).unwrap_or("");
        before.trim_end_matches([' ', '\t']).ends_with('\n')
    }

    /// Rule 3.
    fn begins_statement(&self, token: Token<'s>) -> bool {
        self.previous_ends()
            && token.starts_statement()
            && matches!(self.open.last(), None | Some(Open::Block))
            && !self.continues_head(token)
    }

    /// Whether an import's path or a test case's body follows, and no new statement.
    fn continues_head(&self, token: Token<'s>) -> bool {
        match token {
            Token::String(_) => {
                self.previous(2) == Some(Token::Import)
                    && matches!(self.previous(1), Some(Token::Ident(_)))
            }
            Token::RecordOpen => self.after_test_head(),
            _ => false,
        }
    }

    /// Whether `testcase name` or `testcase name extends "parent"` has just been read.
    fn after_test_head(&self) -> bool {
        match self.previous(2) {
            Some(Token::TestCase) => matches!(self.previous(1), Some(Token::Ident(_))),
            Some(Token::Extends) => matches!(self.previous(1), Some(Token::String(_))),
            _ => false,
        }
    }

    /// Rule 5.
    fn opens_block(&self) -> bool {
        let body = self.previous(1) == Some(Token::Arrow);
        self.type_depth.is_none() && (body || self.after_test_head())
    }

    /// A type ends where nothing continues it.
    fn end_type(&mut self, start: u32, token: Token<'s>, depth: usize) {
        if self.open.len() < depth {
            self.type_depth = None;
            return;
        }
        if self.open.len() > depth || !ends_type(self.previous(1)) {
            return;
        }
        let continues = match token {
            Token::Colon
            | Token::Plus
            | Token::Comma
            | Token::Arrow
            | Token::Where
            | Token::BraceClose => true,
            Token::BracketOpen => {
                matches!(self.previous(1), Some(Token::Ident("stream" | "vector")))
            }
            _ => false,
        };
        if !continues {
            self.type_depth = None;
            self.separate(start);
        }
    }

    /// Types are built by recursion on both sides, so their depth is bounded before they are built.
    fn count_type_level(&mut self, start: u32, token: Token<'s>) {
        if self.type_depth.is_some() {
            self.type_arrows += usize::from(token == Token::Arrow);
            if self.open.len().max(self.type_arrows) > DEEPEST_TYPE {
                self.deep_type.get_or_insert(start);
            }
        }
    }

    fn close_paren(&mut self) {
        self.last_paren = Some(match self.open.last() {
            Some(Open::Paren(index)) => Closed::Paren(*index),
            Some(Open::Attribute) => Closed::Attribute,
            _ => Closed::Nothing,
        });
        if self.last_paren != Some(Closed::Nothing) {
            self.open.pop();
        }
    }

    /// Rule 4: `)` `=>` makes the matching `(` one of parameters.
    fn mark_parameters(&mut self) {
        let (Some(Token::ParenClose), Some(Closed::Paren(index))) =
            (self.previous(1), self.last_paren)
        else {
            return;
        };
        if let Some(token) = self.tokens.get_mut(index) {
            token.1 = Token::ParametersOpen;
        }
    }

    /// Closes the innermost brace and what is unclosed within it; says where the string began if
    /// that brace was a `${`.
    fn close_brace(&mut self) -> Option<u32> {
        while matches!(
            self.open.last(),
            Some(Open::Paren(_) | Open::Attribute | Open::Bracket(_))
        ) {
            self.open.pop();
        }
        match self.open.pop() {
            Some(Open::Interpolation(opened)) => Some(opened),
            _ => None,
        }
    }

    /// Rule 2: reads on in a string until it ends or switches to code. `open` is where its quote
    /// ends if it has just begun; without `${` it becomes one token.
    fn string(&mut self, opened: u32, open: Option<u32>) {
        let first = self.tokens.len();
        if let Some(end) = open {
            self.tokens.push((opened, Token::StringOpen, end));
        }
        loop {
            let part = self.lexer.string_part(opened);
            match part.1 {
                Token::InterpolationOpen => {
                    self.open.push(Open::Interpolation(opened));
                    self.tokens.push(part);
                    return;
                }
                Token::StringClose if open.is_some() => {
                    let whole = self.text.get(opened as usize..part.2 as usize);
                    self.tokens.truncate(first);
                    let token = whole.map_or(Token::Bad, Token::String);
                    self.tokens.push((opened, token, part.2));
                    return;
                }
                Token::StringClose | Token::Bad => {
                    self.tokens.push(part);
                    return;
                }
                _ => self.tokens.push(part),
            }
        }
    }
}

fn is_missing_comma(token: &Spanned<'_>) -> bool {
    token.1 == Token::Comma && token.0 == token.2
}

fn ends_type(token: Option<Token<'_>>) -> bool {
    matches!(
        token,
        Some(Token::Ident(_) | Token::BracketClose | Token::BraceClose)
    )
}
