//! Where an input ends that is typed line by line.

use super::grammar;
use super::lexer::MistakeKind;
use super::nodes::Builder;
use super::settle::settle;
use super::token::Token;
use lalrpop_util::ParseError;

/// Whether a text is the beginning of something: it has no mistake but that it ends too early,
/// within a bracket, a block or a string, or after what wants something behind it.
pub fn is_incomplete(text: &str) -> bool {
    let settled = settle(text);
    let mut builder = Builder::new(0, 0);
    let tokens = settled.tokens.iter().map(|token| Ok(*token));
    let items = grammar::FileParser::new().parse(&mut builder, tokens);
    let recovered = builder.recovered.iter().map(|recovery| &recovery.error);
    let first = recovered.chain(items.as_ref().err()).next();
    let mistake = settled.mistakes.first();
    if let Some(mistake) = mistake.filter(|mistake| mistake.kind == MistakeKind::UnterminatedString)
    {
        // Such a string goes on to the end; the parser must have come as far as its beginning.
        return first.is_none_or(|error| place(error) >= Some(mistake.start));
    }
    mistake.is_none() && first.is_some_and(|error| place(error).is_none())
}

/// Whether a line goes on with the statement that `text`, which is whole, ends with: it begins
/// with something that no statement begins with, such as `|>`.
pub fn continues(text: &str, line: &str) -> bool {
    let whole = format!("{text}\n{line}");
    let settled = settle(&whole);
    let mut tokens = settled.tokens.iter();
    let first = tokens.find(|token| token.0 as usize > text.len());
    match first.map(|token| token.1) {
        // A comment stands within what is around it.
        None => !line.trim().is_empty(),
        // In a file these go on with the line before; typed, they are meant to begin.
        Some(Token::ParenOpen | Token::ParametersOpen | Token::BracketOpen | Token::Minus) => false,
        Some(token) => token != Token::Separator && !token.starts_statement(),
    }
}

/// Where the parser met something unexpected; nothing where it was the end of the text.
fn place(error: &ParseError<u32, Token<'_>, ()>) -> Option<u32> {
    match error {
        ParseError::UnrecognizedToken { token, .. } | ParseError::ExtraToken { token } => {
            Some(token.0)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{continues, is_incomplete};

    #[test]
    fn an_input_is_incomplete_if_it_ends_too_early() {
        let cases = [
            ("", false),
            ("// nothing", false),
            ("1 + 1", false),
            ("x = 1", false),
            ("f(x: 1)", false),
            ("import \"math\"", false),
            ("1 +", true),
            ("x =", true),
            ("x = // later", true),
            ("f(x: 1,", true),
            ("f(", true),
            ("[1, 2", true),
            ("{a: 1", true),
            ("a |>", true),
            ("a |> f", true),
            ("(r) =>", true),
            ("f = (r) => {", true),
            ("f = (r) => {\n x = 1", true),
            ("f = (r) => {\n return 1\n", true),
            ("f = (r) => {\n return 1\n}", false),
            ("if true then 1", true),
            ("if true then 1 else 2", false),
            ("import", true),
            ("option now", true),
            ("\"text", true),
            ("x = \"a\nb", true),
            ("\"a ${b", true),
            ("\"a ${b} c", true),
            ("\"a ${b} c\"", false),
            ("not", true),
            ("a.", true),
            ("x = )", false),
            ("f(x: 1\ny = 2", false),
            ("1 +\n)", false),
            ("x = ) + \"text", false),
            ("' '", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_incomplete(text), expected, "{text}");
        }
    }

    #[test]
    fn a_line_continues_if_no_statement_begins_like_it() {
        let cases = [
            ("a", "|> f()", true),
            ("a", "  |> f()", true),
            ("a", "// and now", true),
            ("a", "+ 1", true),
            ("a", "and b", true),
            ("a", ".b", true),
            ("a", "", false),
            ("a", "b", false),
            ("a", "-1", false),
            ("a", "[1]", false),
            ("a", "(1)", false),
            ("a", "{x: 1}", false),
            ("a", "option x = 1", false),
            ("a", "\"text\"", false),
            ("import \"a\"", "import \"b\"", false),
        ];
        for (text, line, expected) in cases {
            assert_eq!(continues(text, line), expected, "{text} {line}");
        }
    }
}
