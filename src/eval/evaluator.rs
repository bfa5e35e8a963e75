//! What all code of one session shares: packages, options, roots, and the host of builtins.

use super::input::{Before, Earlier};
use super::packages::{self, Loaded};
use super::scope::{Binding, OptionCell};
use super::stack;
use crate::diagnostic::{Failure, Frame};
use crate::source::{SourceMap, Span};
use crate::syntax::Surroundings;
use crate::table::Memory;
use crate::time::Time;
use crate::types::Signatures;
use crate::value::{Collected, Context, Function, Host, NullLogic, Package, Root, Stream, Value};
use crate::world::World;
use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Weak};

/// What an evaluation is given.
pub struct Setup {
    /// The outside.
    pub world: Arc<dyn World>,
    /// The budget for what operators hold.
    pub memory: Memory,
    /// All packages that can be imported.
    pub packages: &'static [&'static Package],
    /// The import paths of the packages that are in scope everywhere; each sees those before it.
    pub prelude: &'static [&'static str],
    /// The types of all that packages export, by which scripts are checked before they run. None
    /// to have all mistakes found by running.
    pub signatures: Option<Box<dyn Signatures + Send + Sync>>,
    /// All texts that were read.
    pub sources: SourceMap,
    /// What `now()` gives unless the script sets it.
    pub now: Time,
    /// Whether `and` and `or` of the script itself are three-valued, as the language's description
    /// has it, instead of refusing nulls.
    pub strict_null_logic: bool,
    /// Records that the script finds under these names, without an import.
    pub parameters: Vec<(Arc<str>, Value)>,
    /// Computes a stream at once, without effects.
    pub collect: fn(&Context, &Stream) -> Result<Vec<Collected>, Failure>,
}

/// Evaluates scripts, and stands behind every [`Context`] that they hand out.
pub struct Evaluator {
    me: Weak<Self>,
    pub(super) setup: Setup,
    loaded: Mutex<HashMap<&'static str, State>>,
    /// The options of the script itself.
    options: Mutex<HashMap<Arc<str>, Arc<OptionCell>>>,
    /// What inputs of an interactive session defined.
    pub(super) earlier: Mutex<Earlier>,
    /// What to go back to should the present input fail.
    pub(super) before: Mutex<Option<Before>>,
    /// The moment that `now()` gives unless an option says otherwise.
    begun: Mutex<Time>,
    roots: Mutex<Vec<Root>>,
    /// What packages in scope everywhere failed with: their names are then unknown.
    faults: Mutex<Vec<Failure>>,
    /// How many passes are running, one within another.
    passes: AtomicUsize,
    /// What the script's `now` gave; a script has one, however often it asks.
    now: Mutex<Now>,
}

/// How far a package has come.
enum State {
    /// Its text is being evaluated.
    Loading,
    Loaded(Arc<Loaded>),
}

enum Now {
    Unasked,
    /// The script's function is running; whatever it asks is answered by the clock.
    Asking,
    Known(Time),
}

impl Evaluator {
    /// An evaluator of nothing yet.
    pub fn new(setup: Setup) -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            me: Weak::clone(me),
            begun: Mutex::new(setup.now),
            loaded: Mutex::default(),
            options: Mutex::default(),
            earlier: Mutex::default(),
            before: Mutex::default(),
            roots: Mutex::default(),
            faults: Mutex::default(),
            passes: AtomicUsize::new(0),
            now: Mutex::new(Now::Unasked),
            setup,
        })
    }

    /// What builtins are handed.
    pub fn context(&self) -> Context {
        let host = self.me.upgrade();
        Context::new(host.expect("an evaluator that works is held by whoever lets it work"))
    }

    /// Does what computes streams; meanwhile nothing can be registered.
    pub fn pass<T>(&self, work: impl FnOnce() -> T) -> T {
        struct Running<'a>(&'a AtomicUsize);
        impl Drop for Running<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::SeqCst);
            }
        }
        self.passes.fetch_add(1, Ordering::SeqCst);
        let _running = Running(&self.passes);
        work()
    }

    /// Begins anew: nothing is registered, and this is the moment that `now()` gives.
    pub(super) fn begin(&self, now: Time) {
        self.take_roots();
        *lock(&self.begun) = now;
        *lock(&self.now) = Now::Unasked;
    }

    /// The options of the script itself.
    pub(super) fn script_options(&self) -> HashMap<Arc<str>, Arc<OptionCell>> {
        lock(&self.options).clone()
    }

    /// Puts the options of the script itself back.
    pub(super) fn restore_options(&self, options: HashMap<Arc<str>, Arc<OptionCell>>) {
        *lock(&self.options) = options;
        *lock(&self.now) = Now::Unasked;
    }

    /// What was registered since this was last asked.
    pub(super) fn take_roots(&self) -> Vec<Root> {
        std::mem::take(&mut *lock(&self.roots))
    }

    /// Whether this stream is registered already, by itself or for its effect.
    pub(super) fn is_root(&self, stream: &Stream) -> bool {
        let roots = lock(&self.roots);
        let same = |root: &Root| match root {
            Root::Effect(known) | Root::Result { stream: known, .. } => {
                known.node().id == stream.node().id
            }
        };
        roots.iter().any(same)
    }

    pub(super) fn weak(&self) -> Weak<Self> {
        Weak::clone(&self.me)
    }

    /// The package at an import path.
    pub(super) fn package(&self, path: &str) -> Option<&'static Package> {
        let path = packages::alias(path).unwrap_or(path);
        let mut all = self.setup.packages.iter();
        all.find(|package| package.path == path).copied()
    }

    /// A package with all its members; its Flux text is evaluated the first time.
    ///
    /// # Errors
    /// If its text fails, or imports itself.
    pub(super) fn load(&self, package: &'static Package) -> Result<Arc<Loaded>, Failure> {
        match lock(&self.loaded).get(package.path) {
            Some(State::Loaded(loaded)) => return Ok(Arc::clone(loaded)),
            Some(State::Loading) => {
                let message = format!("the package `{}` imports itself", package.path);
                return Err(Failure::new("flux::eval::import_cycle", message));
            }
            None => {}
        }
        lock(&self.loaded).insert(package.path, State::Loading);
        let loaded = self.evaluate_package(package).map(Arc::new);
        let mut states = lock(&self.loaded);
        match &loaded {
            Ok(loaded) => states.insert(package.path, State::Loaded(Arc::clone(loaded))),
            Err(_) => states.remove(package.path),
        };
        loaded
    }

    /// What a name means that its file does not define; `library` is the package whose file it
    /// is. Flux text is read only where it may define the name.
    pub(super) fn global(&self, name: &str, library: Option<&'static Package>) -> Option<Binding> {
        let own = library.and_then(|package| packages::rust_member(package, name));
        if let Some(own) = own {
            return Some(Binding::Value(own));
        }
        let prelude = || self.prelude_of(library);
        let rust = |package: &&Package| packages::rust_member(package, name);
        if let Some(value) = prelude().find_map(|package| rust(&package)) {
            return Some(Binding::Value(value));
        }
        if let Some(value) = self.parameter(name).filter(|_| library.is_none()) {
            return Some(Binding::Value(value));
        }
        let is_loading = |package: &Package| {
            matches!(lock(&self.loaded).get(package.path), Some(State::Loading))
        };
        // A package that the prelude imports does without what the prelude still defines.
        let mut flux =
            prelude().filter(|package| packages::may_define(package, name) && !is_loading(package));
        flux.find_map(|package| match self.load(package) {
            Ok(loaded) => loaded.member(name).cloned(),
            Err(fault) => {
                lock(&self.faults).push(fault);
                None
            }
        })
    }

    /// Why packages in scope everywhere could not be loaded.
    pub(super) fn take_faults(&self) -> Vec<Failure> {
        std::mem::take(&mut *lock(&self.faults))
    }

    /// The record of parameters of this name.
    pub(super) fn parameter(&self, name: &str) -> Option<Value> {
        let mut parameters = self.setup.parameters.iter();
        let (_, value) = parameters.find(|(parameter, _)| parameter.as_ref() == name)?;
        Some(value.clone())
    }

    /// The packages in scope everywhere; a package that is one of them sees those before it.
    fn prelude_of(
        &self,
        library: Option<&'static Package>,
    ) -> impl Iterator<Item = &'static Package> {
        let paths = self.setup.prelude.iter();
        paths
            .take_while(move |path| library.is_none_or(|library| library.path != **path))
            .filter_map(|path| self.package(path))
    }

    /// The names that are in scope everywhere.
    pub(super) fn prelude_names(&self) -> Vec<&'static str> {
        names_of(self.prelude_of(None))
    }

    /// Sets an option of the script, and the prelude's of the same name.
    pub(super) fn set_option(&self, name: &Arc<str>, cell: Arc<OptionCell>) {
        for package in self.prelude_of(None) {
            if packages::may_define(package, name)
                && let Ok(loaded) = self.load(package)
                && let Some(option) = loaded.option(name)
            {
                self.set_cell(option, cell.get());
            }
        }
        if name.as_ref() == "now" {
            *lock(&self.now) = Now::Unasked;
        }
        lock(&self.options).insert(Arc::clone(name), cell);
    }

    /// Calls the script's own `now`.
    fn ask_now(&self, function: &Value) -> Result<Time, Failure> {
        let Value::Function(function) = function else {
            return Err(wrong_now(function));
        };
        match self.call_by_name(NullLogic::Script, function, &[])? {
            Value::Time(time) => Ok(time),
            other => Err(wrong_now(&other)),
        }
    }
}

/// What to say where `option now` is no function that gives a time.
pub(super) fn wrong_now(found: &Value) -> Failure {
    Failure::new(
        "flux::eval::option_now",
        format!(
            "the option `now` must be a function that gives a time, not a {}",
            found.type_name()
        ),
    )
    .help("write `option now = () => 2024-01-01T00:00:00Z`")
}

impl Host for Evaluator {
    fn call_with(
        &self,
        logic: NullLogic,
        function: &Function,
        arguments: &[(&str, Value)],
    ) -> Result<Value, Failure> {
        self.call_by_name(logic, function, arguments)
    }

    fn world(&self) -> &dyn World {
        &*self.setup.world
    }

    fn memory(&self) -> &Memory {
        &self.setup.memory
    }

    fn now(&self) -> Result<Time, Failure> {
        let option = lock(&self.options).get("now").cloned();
        let Some(option) = option else {
            return Ok(*lock(&self.begun));
        };
        {
            let mut now = lock(&self.now);
            match *now {
                Now::Known(time) => return Ok(time),
                Now::Asking => return Ok(*lock(&self.begun)),
                Now::Unasked => *now = Now::Asking,
            }
        }
        let answer = self.ask_now(&option.get());
        *lock(&self.now) = match &answer {
            Ok(time) => Now::Known(*time),
            Err(_) => Now::Unasked,
        };
        answer
    }

    fn option(&self, package: &str, name: &str) -> Option<Value> {
        if package.is_empty() {
            return Some(lock(&self.options).get(name)?.get());
        }
        let package = self.package(package)?;
        if !packages::may_define(package, name) {
            return None;
        }
        Some(self.load(package).ok()?.option(name)?.get())
    }

    fn register(&self, root: Root) -> Result<(), Failure> {
        if self.passes.load(Ordering::SeqCst) > 0 {
            let what = match root {
                Root::Result { .. } => "`yield`",
                Root::Effect(_) => "an output such as `to`",
            };
            let message = format!("{what} cannot be called while tables are being computed");
            return Err(Failure::new("flux::eval::late_root", message)
                .help("call it outside of the functions given to `map`, `filter`, `tableFind` and the like"));
        }
        lock(&self.roots).push(root);
        Ok(())
    }

    fn collect(&self, stream: &Stream) -> Result<Vec<Collected>, Failure> {
        self.pass(|| (self.setup.collect)(&self.context(), stream))
    }

    fn place(&self, span: Span) -> Option<String> {
        let sources = &self.setup.sources;
        let (_, line, column) = sources.position(span)?;
        let (_, last_line, last_column) = sources.position(Span::new(span.end, span.end))?;
        Some(format!("{line}:{column}-{last_line}:{last_column}"))
    }

    fn trace(&self) -> Vec<Frame> {
        stack::trace()
    }
}

impl fmt::Debug for Evaluator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Evaluator")
    }
}

/// A file's surroundings, for finding what its names mean.
pub(super) struct Around<'e> {
    pub(super) evaluator: &'e Evaluator,
    pub(super) library: Option<&'static Package>,
    pub(super) earlier: Earlier,
}

impl Surroundings for Around<'_> {
    fn in_prelude(&self, name: &str) -> bool {
        self.earlier.contains_key(name) || self.evaluator.global(name, self.library).is_some()
    }

    fn prelude(&self) -> Vec<&str> {
        let packages = self.evaluator.prelude_of(self.library);
        let mut names = names_of(packages);
        names.extend(self.earlier.keys().map(|name| &**name));
        names
    }

    fn package_name(&self, path: &str) -> Option<&str> {
        let package = self.evaluator.package(path)?;
        Some(package.name())
    }

    fn packages(&self) -> Vec<&str> {
        let packages = self.evaluator.setup.packages.iter();
        packages.map(|package| package.path).collect()
    }

    fn exporting(&self, name: &str) -> Vec<&str> {
        let packages = self.evaluator.setup.packages.iter();
        let having = packages.filter(|package| package.names().contains(&name));
        having.map(|package| package.path).collect()
    }
}

/// The names that packages give to others.
fn names_of<'n>(packages: impl Iterator<Item = &'static Package>) -> Vec<&'n str> {
    let names = packages.flat_map(Package::names);
    names.filter(|name| !name.starts_with('_')).collect()
}

/// A lock whose last holder panicked still holds whole values here.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poison| poison.into_inner())
}
