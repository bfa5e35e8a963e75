//! Names to places, once: the interpreter looks nothing up by name.

use super::ast::*;
use super::suggest;
use super::visit;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What is known of the world around a file.
pub trait Surroundings {
    /// Whether every script may use this name without import.
    fn in_prelude(&self, name: &str) -> bool;
    /// All names of the prelude; asked only to suggest one.
    fn prelude(&self) -> Vec<&str>;
    /// The name of the package at an import path, if there is one: `date` for
    /// `contrib/jsternberg/date` say.
    fn package_name(&self, path: &str) -> Option<&str>;
    /// The paths of all packages; asked only to suggest one.
    fn packages(&self) -> Vec<&str>;
    /// The paths of the packages that have a member of this name; asked only to suggest one.
    fn exporting(&self, _name: &str) -> Vec<&str> {
        Vec::new()
    }
}

/// Where all names of a file live. Each function literal has a frame: its parameters in their
/// order, then the variables of its block in theirs. The file has one too, which the blocks of
/// its test cases share.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    /// By expression id: where the name lives, if the expression is one that was found.
    places: Vec<Option<Place>>,
    /// How many slots the frame of each function literal has.
    frames: HashMap<ExprId, u32>,
    /// By the value's expression: the slot that an assignment defines.
    slots: HashMap<ExprId, u32>,
    /// The names of the file itself, in order of their definitions.
    pub names: Vec<FileName>,
    /// How many slots the file's frame has; those without a name belong to test cases.
    pub file_slots: usize,
    /// Names that could not be found, and other mistakes with names.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where a name lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the frame `up` functions out of the one that uses it (0: its own), at `slot`.
    Slot {
        /// How many function literals lie between.
        up: u32,
        /// Its slot in that frame.
        slot: u32,
    },
    /// In the prelude, under its own name.
    Prelude,
}

/// A name that a file defines.
#[derive(Clone, Debug, PartialEq)]
pub struct FileName {
    /// The name.
    pub name: Arc<str>,
    /// Its slot in the file's frame.
    pub slot: usize,
    /// What defines it.
    pub kind: NameKind,
    /// Where that stands.
    pub span: Span,
}

/// What defines a name of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// The import at this index of [`File::imports`].
    Import(usize),
    /// A variable.
    Variable,
    /// An option; where the prelude has one of this name, it takes its place for everybody.
    Option,
    /// A builtin: its value comes from outside.
    Builtin,
}

impl Resolution {
    /// Where the name lives that this expression is; nothing for other expressions, and for names
    /// that were reported as unknown.
    pub fn place(&self, id: ExprId) -> Option<Place> {
        self.places.get(id.0 as usize).copied().flatten()
    }

    /// How many slots the frame of this function literal has, parameters included.
    pub fn frame_size(&self, function: ExprId) -> usize {
        self.frames.get(&function).copied().unwrap_or(0) as usize
    }

    /// The slot that the statement whose value is this expression defines, in the frame of its
    /// block.
    pub fn slot(&self, value: ExprId) -> Option<usize> {
        self.slots.get(&value).map(|slot| *slot as usize)
    }
}

/// Finds what every name of a file means. Names are known from their definition on, and within a
/// definition's own value still mean what they meant before.
pub fn resolve(file: &File, surroundings: &dyn Surroundings) -> Resolution {
    let mut pass = Pass {
        surroundings,
        frames: vec![Frame::default()],
        defining: Vec::new(),
        options: options(file),
        later: definitions(file),
        unknown: HashMap::new(),
        query: false,
        before: None,
        in_option: false,
        extending: false,
        found: Resolution {
            places: vec![None; file.expressions as usize],
            ..Resolution::default()
        },
    };
    pass.imports(file);
    for statement in &file.body {
        pass.statement(statement);
    }
    pass.found.file_slots = pass.frames.first().map_or(0, |frame| frame.size as usize);
    pass.found
}

/// The options of a file that it does not set in a package.
fn options(file: &File) -> HashSet<Arc<str>> {
    let option = |statement: &Statement| match &statement.kind {
        StatementKind::Option(name, _) => Some(Arc::clone(&name.name)),
        _ => None,
    };
    file.body.iter().filter_map(option).collect()
}

/// Where a file defines its names, the first time.
fn definitions(file: &File) -> HashMap<Arc<str>, Span> {
    let mut found = HashMap::new();
    for statement in &file.body {
        if let StatementKind::Variable(name, _) | StatementKind::Option(name, _) = &statement.kind {
            found.entry(Arc::clone(&name.name)).or_insert(name.span);
        }
    }
    found
}

/// How many unknown names are looked into: each costs a look at all names that are known.
const MOST_EXPLAINED: usize = 64;

/// How many places a report on an unknown name shows.
const MOST_PLACES: usize = 5;

/// The names of a function, or of the file, that are known so far.
#[derive(Default)]
struct Frame {
    names: HashMap<Arc<str>, Known>,
    /// Those of the test case that is being read.
    inner: Option<HashMap<Arc<str>, Known>>,
    /// How many slots have been given.
    size: u32,
}

#[derive(Clone, Copy)]
struct Known {
    slot: u32,
    span: Span,
    import: bool,
}

struct Pass<'w> {
    surroundings: &'w dyn Surroundings,
    /// The file's frame first, then one for each function around the present place.
    frames: Vec<Frame>,
    /// The names whose values are being read.
    defining: Vec<Arc<str>>,
    /// The options that the file defines, anywhere.
    options: HashSet<Arc<str>>,
    /// Where the file defines its names, be it before or behind the present place.
    later: HashMap<Arc<str>, Span>,
    /// By name that is not known: its report.
    unknown: HashMap<Arc<str>, usize>,
    /// Whether the statements being read are the words of a query of another language.
    query: bool,
    /// Where the statement before the present one ends.
    before: Option<u32>,
    /// Whether the value of an option is being read.
    in_option: bool,
    /// Whether a test case is being read that extends another: `super` and what that other defines
    /// are only known once both are one program.
    extending: bool,
    found: Resolution,
}

impl Pass<'_> {
    fn imports(&mut self, file: &File) {
        for (index, import) in file.imports.iter().enumerate() {
            let known = self.surroundings.package_name(&import.path);
            if known.is_none() {
                let unknown = suggest::unknown_package(import, &self.surroundings.packages());
                self.found.diagnostics.push(unknown);
            }
            let last = import.path.rsplit('/').next().unwrap_or("");
            let (name, span) = match &import.alias {
                Some(alias) => (Arc::clone(&alias.name), alias.span),
                None => (known.unwrap_or(last).into(), import.path_span),
            };
            let name = Ident { name, span };
            self.define_named(&name, NameKind::Import(index));
        }
    }

    /// Gives a name of the innermost block the next slot of its frame. The name of an import may
    /// be given again.
    fn define(&mut self, name: &Ident, import: bool) -> u32 {
        let Some(frame) = self.frames.last_mut() else {
            return 0;
        };
        let slot = frame.size;
        frame.size += 1;
        let span = name.span;
        let known = Known { slot, span, import };
        let block = frame.inner.as_mut().unwrap_or(&mut frame.names);
        if let Some(before) = block.insert(Arc::clone(&name.name), known)
            && !before.import
        {
            let again = suggest::redefined(name, before.span);
            self.found.diagnostics.push(again);
        }
        slot
    }

    /// Gives a parameter the next slot. Of two with one name the first is meant.
    fn define_parameter(&mut self, name: &Ident) {
        let known = self.frames.last_mut().and_then(|frame| {
            let known = frame.names.contains_key(&name.name);
            frame.size += u32::from(known);
            known.then_some(())
        });
        if known.is_none() {
            self.define(name, false);
        }
    }

    /// Defines a name; one of the file itself is listed.
    fn define_named(&mut self, name: &Ident, kind: NameKind) -> u32 {
        let slot = self.define(name, matches!(kind, NameKind::Import(_)));
        let in_file = matches!(self.frames.as_slice(), [file] if file.inner.is_none());
        if in_file {
            self.found.names.push(FileName {
                name: Arc::clone(&name.name),
                slot: slot as usize,
                kind,
                span: name.span,
            });
        }
        slot
    }

    /// Defines what a statement's value is bound to.
    fn assign(&mut self, name: &Ident, kind: NameKind, value: &Expr) {
        self.defining.push(Arc::clone(&name.name));
        self.expression(value);
        self.defining.pop();
        let slot = self.define_named(name, kind);
        self.found.slots.insert(value.id, slot);
    }

    fn statement(&mut self, statement: &Statement) {
        self.query &= matches!(statement.kind, StatementKind::Expr(_));
        self.meaning(statement);
        self.before = Some(statement.span.end);
    }

    fn meaning(&mut self, statement: &Statement) {
        match &statement.kind {
            StatementKind::Variable(name, value) => self.assign(name, NameKind::Variable, value),
            StatementKind::Option(name, value) => {
                self.in_option = true;
                self.assign(name, NameKind::Option, value);
                self.in_option = false;
            }
            StatementKind::OptionMember(package, _, value) => {
                self.expression(value);
                if self.find(&package.name).is_none() {
                    self.undefined(&package.name, package.span);
                }
            }
            StatementKind::Builtin(name, _) => {
                self.define_named(name, NameKind::Builtin);
            }
            StatementKind::Expr(value) => self.expression(value),
            StatementKind::Return(value) => {
                if self.frames.len() == 1 {
                    let outside = suggest::return_outside(statement.span);
                    self.found.diagnostics.push(outside);
                }
                self.expression(value);
            }
            StatementKind::TestCase { body, extends, .. } => {
                self.extending = extends.is_some();
                self.test_case(body);
                self.extending = false;
            }
            StatementKind::Bad => {}
        }
    }

    /// A test case's names are its own, in slots of the file's frame.
    fn test_case(&mut self, body: &[Statement]) {
        if let Some(frame) = self.frames.last_mut() {
            frame.inner = Some(HashMap::new());
        }
        for statement in body {
            self.statement(statement);
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.inner = None;
        }
    }

    fn expression(&mut self, expression: &Expr) {
        match &expression.kind {
            ExprKind::Ident(name) => {
                let place = self.find(name);
                if place.is_none() {
                    self.undefined(name, expression.span);
                }
                if self.in_option && self.options.contains(name) && self.is_global(place) {
                    let dependent = suggest::dependent_option(name, expression.span);
                    self.found.diagnostics.push(dependent);
                }
                if let Some(entry) = self.found.places.get_mut(expression.id.0 as usize) {
                    *entry = place;
                }
            }
            ExprKind::PipeLiteral => {
                let misplaced = suggest::misplaced_pipe(expression.span);
                self.found.diagnostics.push(misplaced);
            }
            ExprKind::Function(function) => self.function(expression.id, function),
            kind => visit::each_child(kind, &mut |child| self.expression(child)),
        }
    }

    fn function(&mut self, id: ExprId, function: &Function) {
        for parameter in &function.parameters {
            if let Some(default) = &parameter.default {
                self.expression(default);
            }
        }
        self.frames.push(Frame::default());
        let mut piped: Option<Span> = None;
        for parameter in &function.parameters {
            self.define_parameter(&parameter.name);
            if !parameter.pipe {
                continue;
            }
            if let Some(before) = piped.replace(parameter.name.span) {
                let second = suggest::second_pipe(parameter.name.span, before);
                self.found.diagnostics.push(second);
            }
        }
        match &function.body {
            Body::Expr(body) => self.expression(body),
            Body::Block(statements) => {
                self.check_returns(statements, function.span);
                for statement in statements {
                    self.statement(statement);
                }
            }
        }
        let size = self.frames.pop().map_or(0, |frame| frame.size);
        self.found.frames.insert(id, size);
    }

    /// A function's block ends with its only `return`.
    fn check_returns(&mut self, statements: &[Statement], function: Span) {
        let mut returned: Option<Span> = None;
        for statement in statements {
            match (&statement.kind, returned) {
                (StatementKind::Bad, _) => return,
                (_, Some(before)) => {
                    let after = suggest::after_return(before, statement.span);
                    self.found.diagnostics.push(after);
                    return;
                }
                (StatementKind::Return(_), None) => returned = Some(statement.span),
                _ => {}
            }
        }
        if returned.is_none() {
            let last = statements.last().map(|statement| statement.span);
            let missing = suggest::missing_return(function, last);
            self.found.diagnostics.push(missing);
        }
    }

    /// Whether a place is the file's or the prelude's, and no function's.
    fn is_global(&self, place: Option<Place>) -> bool {
        match place {
            Some(Place::Slot { up, .. }) => up as usize + 1 == self.frames.len(),
            _ => true,
        }
    }

    /// Where a name lives, seen from the present place.
    fn find(&self, name: &str) -> Option<Place> {
        for (up, frame) in self.frames.iter().rev().enumerate() {
            let inner = frame.inner.as_ref().and_then(|inner| inner.get(name));
            if let Some(known) = inner.or_else(|| frame.names.get(name)) {
                let (up, slot) = (up as u32, known.slot);
                return Some(Place::Slot { up, slot });
            }
        }
        self.surroundings.in_prelude(name).then_some(Place::Prelude)
    }

    /// Reports a name that means nothing. All places of one name are one report: most often its
    /// definition or its import is what is missing.
    fn undefined(&mut self, name: &str, span: Span) {
        if self.extending {
            return;
        }
        if self.defining.iter().any(|defined| **defined == *name) {
            let report = suggest::recursive(name, span);
            self.found.diagnostics.push(report);
            return;
        }
        if self.query {
            return;
        }
        let reported = self.unknown.get(name).copied();
        if let Some(report) = reported.and_then(|index| self.found.diagnostics.get_mut(index)) {
            if report.labels.len() < MOST_PLACES {
                report.labels.push((span, "nor here".into()));
            }
            return;
        }
        self.query = suggest::is_query(name);
        let report = match self.unknown.len() < MOST_EXPLAINED {
            true => self.explained(name, span),
            false => suggest::undefined(name, span, &suggest::Around::default()),
        };
        let index = self.found.diagnostics.len();
        self.unknown.insert(name.into(), index);
        self.found.diagnostics.push(report);
    }

    /// The report on a name that means nothing, with what is probably meant.
    fn explained(&self, name: &str, span: Span) -> Diagnostic {
        let visible = self.frames.iter().flat_map(|frame| {
            let inner = frame.inner.iter().flat_map(HashMap::keys);
            inner.chain(frame.names.keys()).map(|name| &**name)
        });
        let mut visible: Vec<&str> = visible.chain(self.surroundings.prelude()).collect();
        visible.sort_unstable();
        let mut importable = self.surroundings.packages();
        importable.retain(|path| self.surroundings.package_name(path) == Some(name));
        let around = suggest::Around {
            visible: &visible,
            importable: &importable,
            exporting: &self.surroundings.exporting(name),
            later: self.later.get(name).copied(),
            is_glued: self.before == Some(span.start),
            is_in_function: self.frames.len() > 1,
        };
        suggest::undefined(name, span, &around)
    }
}
