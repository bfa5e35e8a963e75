//! The tree of a Flux file. Literals are decoded; every expression has an id by which other rooms
//! keep what they learn about it (slots, types) beside the tree.

use crate::source::Span;
use crate::time::{Duration, Time};
use std::sync::Arc;

/// Names an expression within its file; ids count from 0 without gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprId(pub u32);

/// One source text.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct File {
    /// Attributes before the package clause.
    pub attributes: Vec<Attribute>,
    /// The package clause.
    pub package: Option<Ident>,
    /// Imports, in source order.
    pub imports: Vec<Import>,
    /// Everything else, in source order.
    pub body: Vec<Statement>,
    /// How many expression ids are in use.
    pub expressions: u32,
    /// The whole text.
    pub span: Span,
}

/// `import alias "path"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// Attributes before it.
    pub attributes: Vec<Attribute>,
    /// The name given, if any.
    pub alias: Option<Ident>,
    /// The import path, decoded.
    pub path: Arc<str>,
    /// Where the path stands.
    pub path_span: Span,
    /// The whole statement.
    pub span: Span,
}

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Ident {
    /// The name.
    pub name: Arc<str>,
    /// Its place.
    pub span: Span,
}

/// `@name(parameters)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Without the `@`.
    pub name: Arc<str>,
    /// Literals in parentheses.
    pub parameters: Vec<Expr>,
    /// Its place.
    pub span: Span,
}

/// A statement with its attributes.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Attributes before it.
    pub attributes: Vec<Attribute>,
    /// What it does.
    pub kind: StatementKind,
    /// Its place, attributes excluded.
    pub span: Span,
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    /// An expression on its own; at the top level a stream here is a result.
    Expr(Expr),
    /// `name = expression`.
    Variable(Ident, Expr),
    /// `option name = expression`.
    Option(Ident, Expr),
    /// `option package.name = expression`.
    OptionMember(Ident, Ident, Expr),
    /// `builtin name : type`.
    Builtin(Ident, TypeScheme),
    /// `testcase name extends "parent" { … }`.
    TestCase {
        /// The test's name.
        name: Ident,
        /// `module/dir/file.testname`.
        extends: Option<(Arc<str>, Span)>,
        /// Its statements.
        body: Vec<Statement>,
    },
    /// `return expression`.
    Return(Expr),
    /// What could not be parsed; reported already.
    Bad,
}

/// An expression with its id and place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Names it within its file.
    pub id: ExprId,
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A name.
    Ident(Arc<str>),
    /// An integer literal.
    Int(i64),
    /// A float literal.
    Float(f64),
    /// A string literal without interpolation, decoded.
    String(Arc<str>),
    /// A date or date-time literal.
    Time(Time),
    /// A duration literal.
    Duration(Duration),
    /// A regular expression literal: the pattern with `\/` decoded.
    Regex(Arc<str>),
    /// `<-`: the piped argument.
    PipeLiteral,
    /// `.name`: a label literal.
    Label(Arc<str>),
    /// `"text ${expression} text"`.
    Interpolation(Vec<StringPart>),
    /// `[a, b]`.
    Array(Vec<Expr>),
    /// `[key: value]`, `[:]`.
    Dict(Vec<(Expr, Expr)>),
    /// `{base with key: value}`.
    Record {
        /// The record extended.
        with: Option<Box<Expr>>,
        /// In source order; a later one of the same name wins.
        properties: Vec<Property>,
    },
    /// `( expression )`.
    Paren(Box<Expr>),
    /// A function literal; shared, so that closures keep it cheaply.
    Function(Arc<Function>),
    /// `callee(name: value)`.
    Call {
        /// What is called.
        callee: Box<Expr>,
        /// Arguments, in source order.
        arguments: Vec<Property>,
    },
    /// `object.name`, `object["name"]`.
    Member {
        /// The record.
        object: Box<Expr>,
        /// The property.
        property: Ident,
    },
    /// `array[index]`.
    Index {
        /// The array.
        array: Box<Expr>,
        /// The index.
        index: Box<Expr>,
    },
    /// `argument |> call(…)`; `call` is a [`ExprKind::Call`].
    Pipe {
        /// What is piped.
        argument: Box<Expr>,
        /// The call that takes it.
        call: Box<Expr>,
    },
    /// `left op right`.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `left and right`, `left or right`.
    Logical {
        /// The operator.
        op: LogicalOp,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `op operand`.
    Unary {
        /// The operator.
        op: UnaryOp,
        /// The operand.
        operand: Box<Expr>,
    },
    /// `if test then consequent else alternate`.
    If {
        /// The condition.
        test: Box<Expr>,
        /// Its value if the condition holds.
        consequent: Box<Expr>,
        /// Its value if not.
        alternate: Box<Expr>,
    },
    /// What could not be parsed; reported already.
    Bad,
}

/// A part of an interpolated string.
#[derive(Clone, Debug, PartialEq)]
pub enum StringPart {
    /// Text, decoded.
    Text(Arc<str>),
    /// `${expression}`.
    Expr(Expr),
}

/// `key: value` in a record or an argument list.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The name.
    pub key: Ident,
    /// Whether the key was written as a string.
    pub quoted: bool,
    /// The value; the shorthand `{a}` holds the identifier `a`.
    pub value: Expr,
    /// Whether it was written as the shorthand.
    pub shorthand: bool,
    /// Its place.
    pub span: Span,
}

/// A function literal.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Parameters, in source order.
    pub parameters: Vec<Parameter>,
    /// What it computes.
    pub body: Body,
    /// Its place.
    pub span: Span,
}

/// A parameter of a function literal.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Ident,
    /// Its default, evaluated where the function literal is evaluated.
    pub default: Option<Expr>,
    /// Whether it takes the piped argument (`name=<-`).
    pub pipe: bool,
}

/// A function's body.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// `=> expression`.
    Expr(Expr),
    /// `=> { … return expression }`.
    Block(Vec<Statement>),
}

/// Operators that evaluate both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
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
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
    /// `^`
    Power,
}

impl BinaryOp {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Match => "=~",
            Self::NotMatch => "!~",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Power => "^",
        }
    }
}

/// Operators that may skip their right side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogicalOp {
    /// `and`
    And,
    /// `or`
    Or,
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    /// `not`
    Not,
    /// `exists`
    Exists,
    /// `+`
    Plus,
    /// `-`
    Minus,
}

/// A type with its constraints: `(x: A) => A where A: Numeric`.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeScheme {
    /// The type.
    pub ty: TypeExpr,
    /// What its variables must be.
    pub constraints: Vec<(Ident, Vec<Ident>)>,
    /// Its place.
    pub span: Span,
}

/// A type as it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeExpr {
    /// `int`, `A`.
    Named(Ident),
    /// `stream[A]`, `vector[A]`.
    Apply(Ident, Box<TypeExpr>),
    /// `[A]`.
    Array(Box<TypeExpr>),
    /// `[K: V]`.
    Dict(Box<TypeExpr>, Box<TypeExpr>),
    /// `{A with name: type}`.
    Record {
        /// The row variable.
        with: Option<Ident>,
        /// Its properties, in source order.
        properties: Vec<(Ident, TypeExpr)>,
    },
    /// `(name: type) => type`.
    Function {
        /// Its parameters, in source order.
        parameters: Vec<TypeParameter>,
        /// What it gives.
        returns: Box<TypeExpr>,
    },
    /// `.name`.
    Label(Arc<str>),
}

/// A parameter in a function type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeParameter {
    /// Its name; the piped one may have none.
    pub name: Option<Ident>,
    /// Whether it may be left out (`?name`).
    pub optional: bool,
    /// Whether it takes the piped argument (`<-name`).
    pub pipe: bool,
    /// Its type.
    pub ty: TypeExpr,
    /// The label that stands for it when left out.
    pub default: Option<Arc<str>>,
}
