//! Files: imports, options and statements; what a script's expressions register as results.

use super::evaluator::{Around, Evaluator, wrong_now};
use super::input::{Earlier, Within};
use super::interpreter::Interpreter;
use super::packages::{self, Loaded};
use super::scope::{Binding, OptionCell, Scope, Unit};
use crate::diagnostic::{Diagnostic, Failure, Severity, first_of};
use crate::syntax::ast::{Expr, File, Ident, Import, Statement, StatementKind};
use crate::syntax::{self, NameKind};
use crate::types;
use crate::value::{Host as _, NullLogic, Op, Package, Root, Stream, Value};
use std::collections::HashSet;
use std::sync::Arc;

/// What became of a script.
#[derive(Debug)]
pub struct Evaluated {
    /// What a run must compute, in the order of the script.
    pub roots: Vec<Root>,
    /// The values of the expression statements that are no streams, in the order of the script.
    pub values: Vec<Value>,
    /// The value of the script's last expression statement.
    pub last: Option<Value>,
}

/// The types of the names that a file defines.
pub(super) type Types = Vec<(Arc<str>, Arc<types::Scheme>)>;

impl Evaluator {
    /// Evaluates a script.
    ///
    /// # Errors
    /// What is wrong with the text, or what its evaluation fails with.
    pub fn evaluate(&self, name: &str, text: &str) -> Result<Evaluated, Vec<Diagnostic>> {
        self.evaluate_file(self.parsed(name, text)?)
    }

    /// The tree of a text. What is unusual in it is told.
    pub(super) fn parsed(&self, name: &str, text: &str) -> Result<File, Vec<Diagnostic>> {
        let source = self.setup.sources.add(name, text);
        let parsed = syntax::parse(&source);
        if parsed.failed() {
            return Err(parsed.diagnostics);
        }
        for warning in parsed.diagnostics {
            self.setup.world.warn(warning);
        }
        Ok(parsed.file)
    }

    /// Evaluates a script that has been parsed; its spans are those of the session's texts.
    ///
    /// # Errors
    /// Names without a meaning, types that do not fit, or what its evaluation fails with.
    pub fn evaluate_file(&self, file: File) -> Result<Evaluated, Vec<Diagnostic>> {
        self.take_roots();
        let (unit, _) = self.resolved(file, Earlier::default())?;
        let result = self.script(&self.interpreter(&unit));
        result.map_err(|failure| vec![Diagnostic::from(failure)])
    }

    /// A file with all that its names mean, and their types; `earlier` are names that it finds
    /// besides its own.
    pub(super) fn resolved(
        &self,
        file: File,
        earlier: Earlier,
    ) -> Result<(Arc<Unit>, Types), Vec<Diagnostic>> {
        let around = Around {
            evaluator: self,
            library: None,
            earlier: Arc::clone(&earlier),
        };
        let mut resolution = syntax::resolve(&file, &around);
        let mut diagnostics = std::mem::take(&mut resolution.diagnostics);
        diagnostics.iter_mut().for_each(explain_parameter);
        if let Some(fault) = self.take_faults().pop() {
            diagnostics.insert(0, fault.into());
        }
        let mut names = Types::new();
        if let Some(signatures) = &self.setup.signatures {
            let within = Within {
                library: &**signatures,
                earlier: &earlier,
            };
            let mut checked = types::infer(&file, &resolution, &within);
            diagnostics.append(&mut checked.diagnostics);
            names = checked.names;
        }
        if diagnostics.iter().any(is_error) {
            return Err(first_of(diagnostics));
        }
        let unit = Unit::new(file, resolution, None, earlier, self.weak());
        Ok((unit, names))
    }

    /// Runs the statements of a script.
    pub(super) fn script(&self, interpreter: &Interpreter) -> Result<Evaluated, Failure> {
        let file = &interpreter.unit.file;
        interpreter.imports(&file.imports)?;
        let mut values = Vec::new();
        let mut last = None;
        for statement in &file.body {
            let Some(value) = interpreter.script_statement(statement)? else {
                continue;
            };
            if let Value::Stream(stream) = &value {
                self.register_result(stream)?;
            } else {
                values.push(value.clone());
            }
            last = Some(value);
        }
        let roots = self.take_roots();
        check_names(&roots)?;
        Ok(Evaluated {
            roots,
            values,
            last,
        })
    }

    /// Registers the stream that an expression statement is, unless it was registered when it was
    /// made. One that an earlier input gave out under a name is given out under it again.
    fn register_result(&self, stream: &Stream) -> Result<(), Failure> {
        if self.is_root(stream) {
            return Ok(());
        }
        let name = match &stream.node().op {
            Op::Yield(name) => Arc::clone(name),
            _ => DEFAULT_RESULT.into(),
        };
        let stream = Stream::clone(stream);
        self.register(Root::Result { name, stream })
    }

    /// Evaluates the Flux text of a package.
    pub(super) fn evaluate_package(&self, package: &'static Package) -> Result<Loaded, Failure> {
        let mut loaded = Loaded::rust(package);
        let Some(text) = package.flux else {
            return Ok(loaded);
        };
        let source = self.setup.sources.add(package.path, text);
        let parsed = syntax::parse(&source);
        let around = Around {
            evaluator: self,
            library: Some(package),
            earlier: Earlier::default(),
        };
        let resolution = syntax::resolve(&parsed.file, &around);
        let mut faults = parsed.diagnostics.iter().chain(&resolution.diagnostics);
        if let Some(fault) = faults.find(|diagnostic| is_error(diagnostic)) {
            let message = format!(
                "the package `{}` is broken: {}",
                package.path, fault.message
            );
            let failure = Failure::new("flux::eval::broken_package", message);
            return Err(match fault.labels.first() {
                Some((span, _)) => failure.at(*span),
                None => failure,
            });
        }
        let unit = Unit::new(
            parsed.file,
            resolution,
            Some(package),
            Earlier::default(),
            self.weak(),
        );
        let interpreter = self.interpreter(&unit);
        interpreter.imports(&unit.file.imports)?;
        for statement in &unit.file.body {
            interpreter.library_statement(statement)?;
        }
        for name in &unit.resolution.names {
            let exported = matches!(name.kind, NameKind::Variable | NameKind::Option);
            let binding = interpreter.scope.get(0, name.slot as u32);
            if let Some(binding) = binding.filter(|_| exported) {
                loaded.add(Arc::clone(&name.name), binding.clone());
            }
        }
        Ok(loaded)
    }

    pub(super) fn interpreter<'e>(&'e self, unit: &'e Arc<Unit>) -> Interpreter<'e> {
        Interpreter {
            evaluator: self,
            unit,
            scope: Scope::new(unit.resolution.file_slots, None),
            logic: NullLogic::Script,
        }
    }
}

/// What a stream is called that nobody named.
const DEFAULT_RESULT: &str = "_result";

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

/// Scripts of dashboards use records that their host gives them.
pub fn explain_parameter(diagnostic: &mut Diagnostic) {
    let example = match diagnostic.message.as_str() {
        "undefined identifier `v`" => "v.timeRangeStart=-1h",
        "undefined identifier `params`" => "name=value",
        _ => return,
    };
    diagnostic.help = Some(format!("give it on the command line: `--param {example}`"));
}

impl Interpreter<'_> {
    fn imports(&self, imports: &[Import]) -> Result<(), Failure> {
        for (index, import) in imports.iter().enumerate() {
            let Some(package) = self.evaluator.package(&import.path) else {
                let message = format!("invalid import path {}", import.path);
                let failure = Failure::new("flux::eval::import", message);
                return Err(failure.at(import.path_span));
            };
            if let Some(meant) = packages::alias(&import.path) {
                self.evaluator.setup.world.warn(
                    Diagnostic::warning(
                        "flux::eval::import_alias",
                        format!("\"{}\" is short for \"{meant}\" here alone", import.path),
                    )
                    .label(import.path_span, "no package of InfluxDB has this path")
                    .help(format!("write `import \"{meant}\"`")),
                );
            }
            let placed = |failure: Failure| failure.at(import.span);
            let loaded = self.evaluator.load(package).map_err(placed)?;
            let mut names = self.unit.resolution.names.iter();
            if let Some(name) = names.find(|name| name.kind == NameKind::Import(index)) {
                self.scope.set(name.slot, Binding::Package(loaded));
            }
        }
        Ok(())
    }

    /// Runs a statement of a script, and gives the value of an expression.
    fn script_statement(&self, statement: &Statement) -> Result<Option<Value>, Failure> {
        match &statement.kind {
            StatementKind::Expr(value) => return self.evaluate(value).map(Some),
            StatementKind::Option(name, value) => self.script_option(name, value)?,
            _ => self.library_statement(statement)?,
        }
        Ok(None)
    }

    fn library_statement(&self, statement: &Statement) -> Result<(), Failure> {
        match &statement.kind {
            StatementKind::Variable(_, value) => {
                let found = self.evaluate(value)?;
                self.define(value, Binding::Value(found));
            }
            StatementKind::Option(_, value) => {
                let cell = OptionCell::new(self.evaluate(value)?);
                self.define(value, Binding::Option(cell));
            }
            StatementKind::OptionMember(package, member, value) => {
                self.package_option(package, member, value)?;
            }
            StatementKind::Expr(value) => {
                self.evaluate(value)?;
            }
            StatementKind::Builtin(..)
            | StatementKind::TestCase { .. }
            | StatementKind::Return(_)
            | StatementKind::Bad => {}
        }
        Ok(())
    }

    /// `option name = value` of a script. Parameters of that name change its properties.
    fn script_option(&self, name: &Ident, value: &Expr) -> Result<(), Failure> {
        let mut found = self.evaluate(value)?;
        if name.name.as_ref() == "now" && !matches!(found, Value::Function(_)) {
            return Err(wrong_now(&found).at(value.span));
        }
        if let (Value::Record(own), Some(Value::Record(given))) =
            (&found, self.evaluator.parameter(&name.name))
        {
            let mut merged = (**own).clone();
            for (label, value) in given.iter() {
                merged.set(Arc::clone(label), value.clone());
            }
            found = Value::Record(Arc::new(merged));
        }
        let cell = match self.unit.earlier(&name.name) {
            // Whoever has seen the option sees its new value.
            Some(Binding::Option(cell)) => {
                self.evaluator.set_cell(cell, found);
                Arc::clone(cell)
            }
            _ => OptionCell::new(found),
        };
        self.define(value, Binding::Option(Arc::clone(&cell)));
        self.evaluator.set_option(&name.name, cell);
        Ok(())
    }

    /// `option package.member = value`.
    fn package_option(&self, package: &Ident, member: &Ident, value: &Expr) -> Result<(), Failure> {
        let found = self.evaluate(value)?;
        let names = self.unit.resolution.names.iter();
        let slot = names.rev().find(|name| name.name == package.name);
        let binding = slot.and_then(|name| self.scope.get(0, name.slot as u32));
        let binding = binding.or_else(|| self.unit.earlier(&package.name));
        let Some(Binding::Package(loaded)) = binding else {
            let message = format!("`{}` is no imported package", package.name);
            return Err(Failure::new("flux::eval::no_package", message)
                .label("options stand in packages")
                .at(package.span));
        };
        match loaded.member(&member.name) {
            None => Err(loaded.no_member(&member.name).at(member.span)),
            Some(Binding::Option(cell)) => {
                let (was, is) = (cell.get(), &found);
                let same = was.is_null() || is.is_null() || was.type_name() == is.type_name();
                if !same {
                    let (was, is) = (was.type_name(), is.type_name());
                    let message = format!("expected {was} but found {is}");
                    return Err(Failure::new("flux::eval::option_type", message)
                        .label(format!("this option is a {was}"))
                        .at(value.span));
                }
                self.evaluator.set_cell(cell, found);
                Ok(())
            }
            Some(_) => {
                let name = format!("{}.{}", package.name, member.name);
                self.evaluator.setup.world.warn(
                    Diagnostic::warning(
                        "flux::eval::no_option",
                        format!("`{name}` is no option and keeps its value"),
                    )
                    .label(member.span, "not an option of the package"),
                );
                Ok(())
            }
        }
    }
}

/// Every result has a name of its own.
fn check_names(roots: &[Root]) -> Result<(), Failure> {
    let mut seen = HashSet::new();
    for root in roots {
        let Root::Result { name, stream } = root else {
            continue;
        };
        if seen.insert(Arc::clone(name)) {
            continue;
        }
        let mut failure = if matches!(stream.node().op, Op::Yield(_)) {
            let message = format!("found more than one call to yield() with the name \"{name}\"");
            Failure::new("flux::eval::duplicate_yield", message)
                .label("the second")
                .help("give each its own: `yield(name: \"…\")`")
        } else {
            let message = format!("tried to produce more than one result with the name \"{name}\"");
            Failure::new("flux::eval::duplicate_result", message)
                .label("the second without a name")
                .help("name them: `|> yield(name: \"…\")`")
        };
        failure.trace = stream.node().trace.clone();
        return Err(failure);
    }
    Ok(())
}
