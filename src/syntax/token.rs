//! The tokens that the grammar reads. Those with a bracket or a contextual keyword are settled
//! already: the same character is several tokens, depending on where it stands.

/// A token with the offsets of its first byte and after its last, counted from the text's start.
pub type Spanned<'s> = (u32, Token<'s>, u32);

/// One token; those with content borrow it from the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'s> {
    /// `and`
    And,
    /// `or`
    Or,
    /// `not`
    Not,
    /// `exists`
    Exists,
    /// `import`
    Import,
    /// `package`
    Package,
    /// `return`
    Return,
    /// `option`
    Option,
    /// `builtin`
    Builtin,
    /// `testcase`
    TestCase,
    /// `if`
    If,
    /// `then`
    Then,
    /// `else`
    Else,
    /// `with`, after `{ name`.
    With,
    /// `where`, after a type.
    Where,
    /// `extends`, after `testcase name`.
    Extends,
    /// A name.
    Ident(&'s str),
    /// Decimal digits.
    Int(&'s str),
    /// Digits with a dot.
    Float(&'s str),
    /// Numbers with units.
    Duration(&'s str),
    /// A date, or a date with a time.
    Time(&'s str),
    /// A string without interpolation, with its quotes.
    String(&'s str),
    /// A regular expression, with its slashes.
    Regex(&'s str),
    /// `@name`.
    Attribute(&'s str),
    /// Text within an interpolated string, as written.
    Text(&'s str),
    /// `"` that opens an interpolated string.
    StringOpen,
    /// `"` that closes an interpolated string.
    StringClose,
    /// `${`
    InterpolationOpen,
    /// `}` that ends an interpolated expression.
    InterpolationClose,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Star,
    /// `/`
    Slash,
    /// `%`
    Percent,
    /// `^`
    Caret,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `=~`
    Match,
    /// `!~`
    NotMatch,
    /// `=`
    Assign,
    /// `=>`
    Arrow,
    /// `<-`
    PipeReceive,
    /// `|>`
    PipeForward,
    /// `(` of a call or around an expression.
    ParenOpen,
    /// `(` before parameters.
    ParametersOpen,
    /// `(` after an attribute's name.
    AttributeOpen,
    /// `)`
    ParenClose,
    /// `[`
    BracketOpen,
    /// `]`
    BracketClose,
    /// `{` of a record.
    RecordOpen,
    /// `{` of a block.
    BlockOpen,
    /// `}`
    BraceClose,
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `?`
    Question,
    /// Nothing in the text: stands between two statements.
    Separator,
    /// What is no token; reported by the lexer already.
    Bad,
}

impl Token<'_> {
    /// Whether an expression may end with it.
    pub fn ends_expression(self) -> bool {
        matches!(
            self,
            Self::Ident(_)
                | Self::Int(_)
                | Self::Float(_)
                | Self::Duration(_)
                | Self::Time(_)
                | Self::String(_)
                | Self::Regex(_)
                | Self::StringClose
                | Self::PipeReceive
                | Self::ParenClose
                | Self::BracketClose
                | Self::BraceClose
        )
    }

    /// Whether a statement may begin with it that an expression before it does not swallow.
    pub fn starts_statement(self) -> bool {
        self.is_statement_keyword()
            || matches!(
                self,
                Self::Ident(_)
                    | Self::Int(_)
                    | Self::Float(_)
                    | Self::Duration(_)
                    | Self::Time(_)
                    | Self::String(_)
                    | Self::StringOpen
                    | Self::Attribute(_)
                    | Self::RecordOpen
                    | Self::PipeReceive
                    | Self::Not
                    | Self::Exists
                    | Self::If
            )
    }

    /// Whether something must follow it: a statement cannot end with it.
    pub fn wants_operand(self) -> bool {
        matches!(
            self,
            Self::And
                | Self::Or
                | Self::Not
                | Self::Exists
                | Self::If
                | Self::Then
                | Self::Else
                | Self::Plus
                | Self::Minus
                | Self::Star
                | Self::Slash
                | Self::Percent
                | Self::Caret
                | Self::Equal
                | Self::NotEqual
                | Self::Less
                | Self::LessEqual
                | Self::Greater
                | Self::GreaterEqual
                | Self::Match
                | Self::NotMatch
                | Self::Assign
                | Self::Arrow
                | Self::PipeForward
                | Self::Dot
        )
    }

    /// Whether it stands at the start of a statement and nowhere else.
    pub fn is_statement_keyword(self) -> bool {
        matches!(
            self,
            Self::Import
                | Self::Package
                | Self::Return
                | Self::Option
                | Self::Builtin
                | Self::TestCase
        )
    }

    /// Whether it is a word that cannot be a name.
    pub fn is_keyword(self) -> bool {
        self.is_statement_keyword()
            || matches!(
                self,
                Self::And
                    | Self::Or
                    | Self::Not
                    | Self::Exists
                    | Self::If
                    | Self::Then
                    | Self::Else
            )
    }

    /// Whether it opens a bracket, of whatever kind.
    pub fn is_opener(self) -> bool {
        matches!(
            self,
            Self::ParenOpen
                | Self::ParametersOpen
                | Self::AttributeOpen
                | Self::BracketOpen
                | Self::RecordOpen
                | Self::BlockOpen
                | Self::InterpolationOpen
        )
    }

    /// What closes it, if it opens a bracket.
    pub fn closer(self) -> Option<Self> {
        Some(match self {
            Self::ParenOpen | Self::ParametersOpen | Self::AttributeOpen => Self::ParenClose,
            Self::BracketOpen => Self::BracketClose,
            Self::RecordOpen | Self::BlockOpen => Self::BraceClose,
            Self::InterpolationOpen => Self::InterpolationClose,
            _ => return None,
        })
    }

    /// Whether it closes a bracket, of whatever kind.
    pub fn is_closer(self) -> bool {
        matches!(
            self,
            Self::ParenClose | Self::BracketClose | Self::BraceClose | Self::InterpolationClose
        )
    }
}
