//! What a builtin is handed besides its arguments.

use super::{Collected, Function, Root, Stream, Value};
use crate::diagnostic::{Failure, Frame};
use crate::source::Span;
use crate::table::Memory;
use crate::time::Time;
use crate::world::World;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A handle on the running script, cheap to clone; operators keep one. See [`Host`].
#[derive(Clone)]
pub struct Context {
    host: Arc<dyn Host>,
    logic: NullLogic,
}

impl Context {
    /// A handle on a host, for what the script itself calls.
    pub fn new(host: Arc<dyn Host>) -> Self {
        Self {
            host,
            logic: NullLogic::Script,
        }
    }

    /// The handle for what is called where logic and nulls mean this together.
    pub fn with_logic(self, logic: NullLogic) -> Self {
        Self { logic, ..self }
    }

    /// What logic and nulls mean together where the builtin was called.
    pub fn logic(&self) -> NullLogic {
        self.logic
    }

    /// Calls a function with named arguments, with the null logic of the place of the builtin.
    ///
    /// # Errors
    /// What the function fails with, with its place.
    pub fn call(&self, function: &Function, arguments: &[(&str, Value)]) -> Result<Value, Failure> {
        self.call_with(self.logic, function, arguments)
    }
}

impl Deref for Context {
    type Target = dyn Host;

    fn deref(&self) -> &Self::Target {
        &*self.host
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Context")
    }
}

/// What logic and nulls mean together; it differs by where Flux code runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NullLogic {
    /// In the script itself: a null condition or logical operand is an error.
    #[default]
    Script,
    /// Row by row: a null on the left of `and` and `or` counts as false, one on the right stays.
    Row,
    /// Where upstream would compute columns: three-valued.
    Vectorised,
}

/// What stands behind a [`Context`]. Re-entrant: a lambda may run a plan of its own.
pub trait Host: Send + Sync {
    /// Calls a function of rows, with the null logic of the place where it runs.
    ///
    /// # Errors
    /// What the function fails with, with its place.
    fn call_with(
        &self,
        logic: NullLogic,
        function: &Function,
        arguments: &[(&str, Value)],
    ) -> Result<Value, Failure>;

    /// The outside.
    fn world(&self) -> &dyn World;

    /// The budget for what operators hold.
    fn memory(&self) -> &Memory;

    /// The script's `now()`: the option if it is set, else the moment the script began.
    ///
    /// # Errors
    /// If the option fails, or gives no time.
    fn now(&self) -> Result<Time, Failure>;

    /// An option of a package, as the script set it; `""` is the script itself.
    fn option(&self, package: &str, name: &str) -> Option<Value>;

    /// Registers something that a pass must compute.
    ///
    /// # Errors
    /// If a pass is running already.
    fn register(&self, root: Root) -> Result<(), Failure>;

    /// Computes a stream at once, without effects.
    ///
    /// # Errors
    /// What the pass fails with.
    fn collect(&self, stream: &Stream) -> Result<Vec<Collected>, Failure>;

    /// Line and column of a span's start and end, from 1, as `6:34-6:45`, if they are known.
    fn place(&self, _span: Span) -> Option<String> {
        None
    }

    /// The calls that are being evaluated, innermost first: where a node comes from.
    fn trace(&self) -> Vec<Frame>;
}
