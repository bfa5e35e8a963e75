//! Mistakes with names, assignments and what operators stand between.

use super::{Reports, Stop};
use crate::diagnostic::Diagnostic;
use crate::syntax::error;
use crate::syntax::token::Token;
use crate::syntax::words::{describe, spelling};

impl Reports<'_, '_> {
    /// A keyword where a name stands.
    pub(super) fn keyword_as_name(&self, stop: &Stop) -> Option<Diagnostic> {
        let name = stop.expected.has("IDENT") && !stop.expected.expression();
        let (word, span) = if stop.token.is_keyword() && name {
            (spelling(stop.token), stop.span)
        } else if stop.token == Token::Assign && stop.previous?.is_keyword() {
            (spelling(stop.previous?), self.span(stop.index - 1))
        } else {
            return None;
        };
        let help = format!("choose another name, such as `{word}_`");
        Some(error::keyword(span, word).help(help))
    }

    /// `f(x: import)`: a keyword that begins statements, where a value stands.
    pub(super) fn keyword_as_value(&self, stop: &Stop) -> Option<Diagnostic> {
        let is_value = matches!(stop.previous, Some(Token::Colon | Token::Assign))
            && stop.token.is_statement_keyword()
            && stop.index > 0
            && !self.is_newline_between(self.span(stop.index - 1).end, stop.span.start);
        if !is_value {
            return None;
        }
        let word = spelling(stop.token);
        let error = error::keyword(stop.span, word);
        Some(error.help(format!("a string stands in quotes: `\"{word}\"`")))
    }

    /// `=` where it does not assign.
    pub(super) fn assignment(&self, stop: &Stop) -> Option<Diagnostic> {
        let previous = stop.previous?;
        let before = stop
            .index
            .checked_sub(2)
            .and_then(|index| self.token(index));
        let list_start = matches!(
            before,
            Some(Token::ParenOpen | Token::RecordOpen | Token::Comma)
        );
        if stop.token == Token::Colon {
            return self.colon(stop, previous);
        }
        let in_record = self.opener_is(stop, Token::RecordOpen);
        let for_colon = match stop.token {
            Token::Assign | Token::Equal => self.is_call(stop) || in_record,
            Token::Arrow => in_record,
            _ => false,
        };
        let is_name = matches!(previous, Token::Ident(_) | Token::String(_));
        if !(stop.token == Token::Assign || for_colon && is_name) || !previous.ends_expression() {
            return None;
        }
        let name = self.written(stop.index - 1);
        if list_start && for_colon {
            let error = Diagnostic::error(
                "flux::syntax::equals_for_colon",
                format!(
                    "a value is given with `:`, not with `{}`",
                    spelling(stop.token)
                ),
            )
            .label(stop.span, "here")
            .help(format!("write `{name}: …`"));
            return Some(error);
        }
        if stop.token != Token::Assign {
            return None;
        }
        let in_statement = matches!(
            stop.opener.and_then(|opener| self.token(opener)),
            None | Some(Token::BlockOpen)
        );
        let target = self.statement_start(stop.index);
        let property = in_statement && self.is_path(target, stop.index);
        let error = Diagnostic::error(
            "flux::syntax::misplaced_assignment",
            "only a name can stand before `=`",
        );
        let is_function = in_statement
            && previous == Token::ParenClose
            && matches!(
                (self.token(target), self.token(target + 1)),
                (Some(Token::Ident(_)), Some(Token::ParenOpen))
            );
        if is_function {
            let whole = self.span(target).to(self.span(stop.index - 1));
            let (name, parameters) = (self.written(target), self.between(target + 1, stop.index));
            return Some(
                error
                    .label(whole, "reads like a call")
                    .help(format!("a function is `{name} = {parameters} => …`")),
            );
        }
        Some(if property {
            let whole = self.span(target).to(self.span(stop.index - 1));
            let path = self.between(target, stop.index);
            let record = self.written(target);
            error.label(whole, "a property").help(format!(
                "an option of a package is set with `option {path} = …`; a record does not change: make another, `{{{record} with {name}: …}}`"
            ))
        } else {
            error
                .label(stop.span, "this does not assign")
                .help("to compare, write `==`")
        })
    }

    fn colon(&self, stop: &Stop, previous: Token) -> Option<Diagnostic> {
        let Token::Ident(name) = previous else {
            return None;
        };
        if self.opener_is(stop, Token::ParametersOpen) {
            let error = Diagnostic::error(
                "flux::syntax::colon_for_equals",
                "a parameter's default is given with `=`, not with `:`",
            )
            .label(stop.span, "here")
            .help(format!(
                "write `{name}=…`; a parameter without default is `{name}` alone"
            ));
            return Some(error);
        }
        if let Some(called) = self.juxtaposed(stop.index - 1) {
            let error = Diagnostic::error(
                "flux::syntax::misplaced_colon",
                format!("`{name}:` stands in no call and in no record"),
            )
            .label(
                stop.span,
                "reads like an argument, but no parenthesis is open here",
            )
            .help(format!(
                "arguments stand in parentheses: `{called}({name}: …)`"
            ));
            return Some(error);
        }
        let statement = self.statement_start(stop.index) + 1 == stop.index;
        if !statement {
            return self.stray_colon(stop, name);
        }
        let assigned = self.token(stop.index + 1) == Some(Token::Assign);
        let typed = matches!(
            (self.token(stop.index + 1), self.token(stop.index + 2)),
            (Some(Token::Ident(_)), Some(Token::Assign))
        );
        let error = Diagnostic::error(
            "flux::syntax::misplaced_colon",
            "a statement does not begin with `name:`",
        )
        .label(stop.span, "here");
        Some(error.help(match (assigned, typed) {
            (true, _) => format!("write `{name} = …`"),
            (_, true) => format!("types are not written, but found: write `{name} = …`"),
            _ => {
                format!("a variable is `{name} = …`; a property stands in braces: `{{{name}: …}}`")
            }
        }))
    }

    /// The name on the same line that stands before another one with nothing between.
    fn juxtaposed(&self, index: usize) -> Option<&str> {
        let before = index.checked_sub(2)?;
        let names = (self.token(before)?, self.token(before + 1)?);
        let (Token::Ident(name), Token::Separator) = names else {
            return None;
        };
        let apart = self.is_newline_between(self.span(before).end, self.span(index).start);
        (!apart).then_some(name)
    }

    /// `name:` where neither a call nor a record is open.
    fn stray_colon(&self, stop: &Stop, name: &str) -> Option<Diagnostic> {
        let error = Diagnostic::error(
            "flux::syntax::misplaced_colon",
            format!("`{name}:` stands in no call and in no record"),
        );
        match stop.opener.map(|opener| (opener, self.token(opener))) {
            Some((opener, Some(Token::ParenOpen))) if !self.is_call(stop) => Some(
                error
                    .label(stop.span, "reads like an argument")
                    .label(self.span(opener), "but nothing is called here")
                    .help("write the function's name before the parenthesis; for a record write braces"),
            ),
            None | Some((_, Some(Token::BlockOpen))) => Some(
                error
                    .label(stop.span, "reads like an argument, but no parenthesis is open here")
                    .help(format!("arguments stand in parentheses after the function's name: `function({name}: …)`")),
            ),
            _ => None,
        }
    }

    /// `r => …`.
    pub(super) fn bare_parameter(&self, stop: &Stop) -> Option<Diagnostic> {
        if stop.token != Token::Arrow {
            return None;
        }
        let error = Diagnostic::error(
            "flux::syntax::bare_parameter",
            "`=>` does not follow parameters in parentheses",
        )
        .label(stop.span, "a function's body would begin here");
        Some(match stop.previous {
            Some(Token::Ident(name)) => error.help(format!("write `({name}) => …`")),
            _ => error.help("write `(name) => …`, or `() => …` without parameters"),
        })
    }

    /// `|>` into what is no call.
    pub(super) fn pipe(&self, stop: &Stop) -> Option<Diagnostic> {
        if stop.previous == Some(Token::Arrow) && !stop.expected.expression() {
            let error =
                Diagnostic::error("flux::syntax::pipe_needs_call", "after `|>` stands a call")
                    .label(stop.span, "the body of a function that is not called")
                    .help("give the function a name, and pipe into a call of it: `|> name()`");
            return Some(error);
        }
        let mut start = stop.index;
        while let Some(before) = start.checked_sub(1)
            && matches!(self.token(before), Some(Token::Ident(_) | Token::Dot))
        {
            start = before;
        }
        let pipe = start.checked_sub(1)?;
        if self.token(pipe) != Some(Token::PipeForward) {
            return None;
        }
        let error = Diagnostic::error("flux::syntax::pipe_needs_call", "after `|>` stands a call");
        let path = self.between(start, stop.index);
        Some(match path.as_str() {
            "" => error
                .label(self.span(pipe), "pipes into what follows")
                .label(
                    stop.span,
                    match stop.token {
                        Token::Separator => "where the statement ends".to_owned(),
                        token => format!("{} is no call", describe(token)),
                    },
                )
                .help("write the call that takes the tables: `|> range(start: -1h)`"),
            path => {
                let name = self.span(start).to(self.span(stop.index - 1));
                error.label(name, "a name, and no call").help(format!(
                    "write `{path}()`, with its arguments in the parentheses"
                ))
            }
        })
    }

    /// `import strings`.
    pub(super) fn import(&self, stop: &Stop) -> Option<Diagnostic> {
        let start = self.statement_start(stop.index);
        if self.token(start) != Some(Token::Import) {
            return None;
        }
        let error = Diagnostic::error(
            "flux::syntax::import_path",
            "an import names its package in quotes",
        );
        let import = self.span(start);
        let on_line = |index: &usize| !self.is_newline_between(import.end, self.span(*index).start);
        let words = (start + 1..=stop.index).take_while(on_line);
        let path: String = words.map(|index| self.written(index)).collect();
        if path.is_empty() {
            let error = error.label(import, "no path in quotes follows");
            return Some(error.help("write `import \"date\"`, with the path of the package"));
        }
        let part = |c: char| c.is_alphanumeric() || "_/-'".contains(c);
        let path = match path.trim_matches('\'') {
            simple if simple.starts_with(char::is_alphabetic) && simple.chars().all(part) => simple,
            _ => "date",
        };
        let error = error.label(stop.span, "no path in quotes");
        Some(error.help(format!("write `import \"{path}\"`")))
    }

    /// A dot, or the place before `=`, without its name.
    pub(super) fn missing_name(&self, stop: &Stop) -> Option<Diagnostic> {
        let found = match stop.token {
            Token::Separator => "nothing follows the dot".to_owned(),
            token => format!("{} stands where a name is missing", describe(token)),
        };
        if stop.previous == Some(Token::Dot) && stop.expected.has("IDENT") {
            let error = Diagnostic::error("flux::syntax::missing_name", "a name is missing after the dot")
                .label(stop.span, found)
                .help("write the name of a property or of a package's function after `.`; a name that is no plain word goes in brackets: `r[\"a b\"]`");
            return Some(error);
        }
        if stop.token != Token::Assign || self.statement_start(stop.index) != stop.index {
            return None;
        }
        let error = Diagnostic::error("flux::syntax::missing_name", "a name is missing before `=`")
            .label(stop.span, "assigns to nothing")
            .help("write `name = value`");
        Some(error)
    }

    /// `if` without `then` or `else`.
    pub(super) fn conditional(&self, stop: &Stop) -> Option<Diagnostic> {
        let (code, word) = if stop.expected.has("then") {
            ("flux::syntax::missing_then", "then")
        } else if stop.expected.has("else") {
            ("flux::syntax::missing_else", "else")
        } else {
            return None;
        };
        let before = self
            .tokens
            .iter()
            .take(stop.index)
            .rposition(|token| token.1 == Token::If)?;
        let found = match stop.token {
            Token::Separator => format!("`{word}` is missing after this"),
            token => format!("{} stands where `{word}` is missing", describe(token)),
        };
        let error = Diagnostic::error(code, format!("this `if` has no `{word}`"))
            .label(stop.span, found)
            .label(self.span(before), "the condition begins here");
        let written = match stop.token {
            Token::Ident(word @ ("elif" | "elsif" | "elseif" | "ELSE" | "Else")) => {
                let meant = match word {
                    "ELSE" | "Else" => "else",
                    _ => "else if … then",
                };
                return Some(error.help(format!("write `{meant}` for `{word}`")));
            }
            Token::Ident(word) if word.eq_ignore_ascii_case("then") => {
                return Some(error.help(format!("write `then` for `{word}`")));
            }
            Token::RecordOpen | Token::BlockOpen => {
                "`if` chooses between two values, without braces and `return`: `if condition then value else other`"
            }
            _ => "write `if condition then value else other`; both values are needed",
        };
        Some(error.help(written))
    }
}
