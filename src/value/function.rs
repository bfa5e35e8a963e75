//! Functions: those declared in Rust, and closures of Flux.

use super::{Context, FromValue, Value};
use crate::diagnostic::Failure;
use crate::syntax::ast;
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// Something that can be called.
#[derive(Clone, Debug)]
pub enum Function {
    /// Declared in Rust with `#[builtin]`.
    Builtin(&'static Builtin),
    /// A function literal and what it closes over.
    Closure(Arc<Closure>),
}

impl Function {
    /// Whether both are the same builtin; by this the planner recognises functions.
    pub fn is(&self, builtin: &'static Builtin) -> bool {
        matches!(self, Self::Builtin(this) if std::ptr::eq(*this, builtin))
    }
}

/// A function declared in Rust: the one description from which evaluator, type checker, help,
/// completion and reference are fed. Made by `#[builtin]`.
pub struct Builtin {
    /// Its name in Flux.
    pub name: &'static str,
    /// Its documentation, in Markdown.
    pub docs: &'static str,
    /// The version of Flux that brought it.
    pub since: Option<&'static str>,
    /// The version of Flux that deprecated it, and what to use instead.
    pub deprecated: Option<&'static str>,
    /// Its parameters, in order.
    pub params: &'static [Param],
    /// What it gives, as a Flux type.
    pub returns: fn() -> String,
    /// What its type variables must be, as in a `where` clause.
    pub constraints: &'static str,
    /// Whether equal arguments always give equal results and nothing else happens.
    pub pure: bool,
    /// Runs it.
    pub call: fn(&Context, &mut Args) -> Result<Value, Failure>,
}

impl Builtin {
    /// Its type, as `builtin` statements and `:help` show it.
    pub fn signature(&self) -> String {
        let params: Vec<_> = self.params.iter().map(Param::signature).collect();
        let constraints = match self.constraints {
            "" => String::new(),
            constraints => format!(" where {constraints}"),
        };
        format!(
            "({}) => {}{constraints}",
            params.join(", "),
            (self.returns)()
        )
    }
}

impl fmt::Debug for Builtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "builtin {}", self.name)
    }
}

/// A parameter of a builtin.
#[derive(Debug)]
pub struct Param {
    /// Its name in Flux.
    pub name: &'static str,
    /// Its documentation, in Markdown.
    pub docs: &'static str,
    /// Its Flux type.
    pub ty: fn() -> String,
    /// Its default, if it has a stated one.
    pub default: Option<DefaultValue>,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether it takes the piped argument.
    pub pipe: bool,
}

impl Param {
    /// `name: type`, with `<-` or `?` before it.
    pub fn signature(&self) -> String {
        let mark = match (self.pipe, self.optional) {
            (true, _) => "<-",
            (_, true) => "?",
            _ => "",
        };
        format!("{mark}{}: {}", self.name, (self.ty)())
    }
}

/// A default, as it is documented and as it is passed.
#[derive(Debug)]
pub struct DefaultValue {
    /// In Flux.
    pub text: &'static str,
    /// The value.
    pub value: fn() -> Value,
}

/// The arguments of one call, in the order of the builtin's parameters.
#[derive(Debug)]
pub struct Args {
    builtin: &'static Builtin,
    values: Vec<Option<Value>>,
}

impl Args {
    /// The arguments of a call; `values` has one place for each parameter, with defaults filled
    /// in, and required ones present: `eval/call.rs` sees to that.
    pub fn new(builtin: &'static Builtin, values: Vec<Option<Value>>) -> Self {
        Self { builtin, values }
    }

    /// Takes an argument out.
    ///
    /// # Errors
    /// If it is missing, or has another type than the Rust function wants.
    pub fn take<T: FromValue>(&mut self, index: usize) -> Result<T, Failure> {
        let param = &self.builtin.params[index];
        T::from_argument(self.values[index].take()).map_err(|found| match found {
            None => Failure::new(
                "flux::eval::missing_argument",
                format!("missing required argument `{}`", param.name),
            )
            .help(format!(
                "`{}` takes {}",
                self.builtin.name,
                self.builtin.signature()
            )),
            Some(found) => Failure::new(
                "flux::eval::argument_type",
                format!(
                    "{}: expected argument `{}` to be of type {}, got type {found}",
                    self.builtin.name,
                    param.name,
                    (param.ty)(),
                ),
            ),
        })
    }
}

/// A Flux package as far as it is written in Rust, and its Flux text.
#[derive(Debug)]
pub struct Package {
    /// Its import path.
    pub path: &'static str,
    /// What it is for, in Markdown.
    pub docs: &'static str,
    /// Its functions written in Rust.
    pub builtins: &'static [&'static Builtin],
    /// Its constants.
    pub constants: &'static [Constant],
    /// What is written in Flux: `<package>.flux` beside the Rust file, without the builtins.
    pub flux: Option<&'static str>,
}

impl Package {
    /// What an import calls it without an alias: the last element of the path.
    pub fn name(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// All that it defines. What is written in Flux is read off the beginnings of its lines.
    pub fn names(&self) -> Vec<&'static str> {
        let constants = self.constants.iter().map(|constant| constant.name);
        let builtins = self.builtins.iter().map(|builtin| builtin.name);
        let written = self.flux.unwrap_or_default().lines().filter_map(|line| {
            let (name, _) = line.split_once(" = ")?;
            let name = name.strip_prefix("option ").unwrap_or(name);
            let plain = |letter: char| letter.is_alphanumeric() || letter == '_';
            name.chars().all(plain).then_some(name)
        });
        constants.chain(builtins).chain(written).collect()
    }
}

/// A value that a package exports.
#[derive(Debug)]
pub struct Constant {
    /// Its name in Flux.
    pub name: &'static str,
    /// Its documentation, in Markdown.
    pub docs: &'static str,
    /// Its Flux type.
    pub ty: &'static str,
    /// The value.
    pub value: fn() -> Value,
}

/// A function literal with the values it closes over.
#[derive(Debug)]
pub struct Closure {
    /// Parameters and body.
    pub literal: Arc<ast::Function>,
    /// What the parameters' defaults were where the literal was evaluated; none where there is
    /// none, and where it reads an option: then it is evaluated with each call.
    pub defaults: Vec<Option<Value>>,
    /// What the body's names outside the literal mean.
    pub environment: Arc<dyn Environment>,
}

/// The scope that a closure captured; the evaluator's own type stands behind it.
pub trait Environment: Send + Sync + fmt::Debug {
    /// The value of an identifier in the closure's body that is neither a parameter nor a local
    /// name of the closure. None where the name is not known or has no value yet.
    fn captured(&self, identifier: &ast::Expr) -> Option<Value>;

    /// For the evaluator to find its own type.
    fn as_any(&self) -> &dyn Any;
}
