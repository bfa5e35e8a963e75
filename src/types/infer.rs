//! The types of all expressions of a file, and what is wrong with them.

use super::error::{Role, TypeError};
use super::kind::Kind;
use super::parse::read_scheme;
use super::scheme::Scheme;
use super::signatures::Signatures;
use super::substitution::Substitution;
use super::ty::Type;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprId, File, Ident, Statement, StatementKind};
use crate::syntax::{NameKind, Place, Resolution};
use std::sync::Arc;

/// What was found out about a file.
#[derive(Clone, Debug)]
pub struct Checked {
    /// All type errors, in the order of the text; none is a consequence of another.
    pub diagnostics: Vec<Diagnostic>,
    /// The types of the names that the file itself defines, in order.
    pub names: Vec<(Arc<str>, Arc<Scheme>)>,
    types: Vec<Option<Type>>,
    substitution: Substitution,
}

impl Checked {
    /// The type of an expression, if it was reached.
    pub fn type_of(&self, expression: ExprId) -> Option<Type> {
        let ty = self.types.get(expression.0 as usize)?.as_ref()?;
        Some(self.substitution.apply(ty))
    }
}

/// Finds the types of a file whose names are resolved. Names that resolution did not find have no
/// type here and lead to no further report.
pub fn infer(file: &File, resolution: &Resolution, signatures: &dyn Signatures) -> Checked {
    let mut pass = Inference {
        resolution,
        signatures,
        substitution: Substitution::default(),
        frames: vec![Vec::new()],
        types: vec![None; file.expressions as usize],
        names: Vec::new(),
        errors: Vec::new(),
    };
    pass.imports(file);
    pass.statements(&file.body);
    let substitution = pass.substitution;
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for error in pass.errors {
        let report = error.report(&substitution);
        if !diagnostics.contains(&report) {
            diagnostics.push(report);
        }
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.0));
    Checked {
        diagnostics,
        names: pass.names,
        types: pass.types,
        substitution,
    }
}

/// A name and what is known of it.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) scheme: Arc<Scheme>,
    /// The import path, if it is a package.
    pub(super) package: Option<Arc<str>>,
    /// Where it is defined.
    pub(super) span: Span,
}

pub(super) struct Inference<'f> {
    pub(super) resolution: &'f Resolution,
    pub(super) signatures: &'f dyn Signatures,
    pub(super) substitution: Substitution,
    /// As resolution numbers them: the file's, then one for each function around the place.
    pub(super) frames: Vec<Vec<Option<Entry>>>,
    types: Vec<Option<Type>>,
    names: Vec<(Arc<str>, Arc<Scheme>)>,
    pub(super) errors: Vec<TypeError>,
}

impl Inference<'_> {
    fn imports(&mut self, file: &File) {
        for name in &self.resolution.names {
            let NameKind::Import(index) = name.kind else {
                continue;
            };
            let Some(import) = file.imports.get(index) else {
                continue;
            };
            let known = self.signatures.exports(&import.path).is_some();
            let entry = Entry {
                scheme: Arc::new(Scheme::unknown()),
                package: known.then(|| Arc::clone(&import.path)),
                span: import.path_span,
            };
            self.define(name.slot, entry);
        }
    }

    pub(super) fn define(&mut self, slot: usize, entry: Entry) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if frame.len() <= slot {
            frame.resize(slot + 1, None);
        }
        if let Some(place) = frame.get_mut(slot) {
            *place = Some(entry);
        }
    }

    pub(super) fn statements(&mut self, statements: &[Statement]) -> Option<Type> {
        let mut returned = None;
        for statement in statements {
            match &statement.kind {
                StatementKind::Expr(value) => {
                    self.expression(value);
                }
                StatementKind::Variable(name, value) | StatementKind::Option(name, value) => {
                    self.assign(name, value);
                }
                StatementKind::OptionMember(package, member, value) => {
                    self.option(package, member, value);
                }
                StatementKind::Builtin(name, written) => {
                    let scheme = read_scheme(written);
                    if scheme.is_none() {
                        self.errors
                            .push(TypeError::Unreadable { span: written.span });
                    }
                    let scheme = Arc::new(scheme.unwrap_or_else(Scheme::unknown));
                    self.define_named(name, scheme);
                }
                StatementKind::TestCase { body, .. } => {
                    self.statements(body);
                }
                StatementKind::Return(value) => returned = Some(self.expression(value)),
                StatementKind::Bad => {}
            }
        }
        returned
    }

    /// A name of the file, declared without a value.
    fn define_named(&mut self, name: &Ident, scheme: Arc<Scheme>) {
        let mut names = self.resolution.names.iter();
        let Some(known) = names.find(|known| known.span == name.span) else {
            return;
        };
        self.names
            .push((Arc::clone(&name.name), Arc::clone(&scheme)));
        let entry = Entry {
            scheme,
            package: None,
            span: name.span,
        };
        self.define(known.slot, entry);
    }

    /// A definition's type holds for every choice of the variables that are its own.
    fn assign(&mut self, name: &Ident, value: &Expr) {
        self.substitution.enter();
        let ty = self.expression(value);
        self.substitution.exit();
        let (scheme, whole) = self.substitution.generalize(&ty);
        if !whole {
            self.errors.push(TypeError::TooLarge { span: value.span });
        }
        let scheme = Arc::new(if whole { scheme } else { Scheme::unknown() });
        if self.frames.len() == 1 {
            self.names
                .push((Arc::clone(&name.name), Arc::clone(&scheme)));
        }
        if let Some(slot) = self.resolution.slot(value.id) {
            let entry = Entry {
                scheme,
                package: None,
                span: name.span,
            };
            self.define(slot, entry);
        }
    }

    /// `option package.member = value`: the value has the type of the package's own.
    fn option(&mut self, package: &Ident, member: &Ident, value: &Expr) {
        let ty = self.expression(value);
        let mut names = self.resolution.names.iter().rev();
        let slot = names.find(|known| known.name == package.name);
        let entry = slot.and_then(|known| self.frames.first()?.get(known.slot)?.clone());
        let Some(path) = entry.and_then(|entry| entry.package) else {
            return;
        };
        let expected = self.export(&path, member, package.span.to(member.span));
        let role = Role::Option {
            name: format!("{}.{}", package.name, member.name),
            member: member.span,
        };
        self.equal(&expected, &ty, value.span, role);
    }

    /// What a package exports under a name.
    pub(super) fn export(&mut self, path: &Arc<str>, member: &Ident, span: Span) -> Type {
        if let Some(scheme) = self.signatures.export(path, &member.name) {
            return self.substitution.instantiate(&scheme);
        }
        self.errors.push(TypeError::NoExport {
            span,
            package: Arc::clone(path),
            name: Arc::clone(&member.name),
            exports: self.signatures.exports(path).unwrap_or_default(),
        });
        Type::Error
    }

    /// Makes two types one, or reports why not. Gives what was expected.
    pub(super) fn equal(&mut self, expected: &Type, found: &Type, span: Span, role: Role) -> Type {
        let Err(mismatches) = self.substitution.unify(expected, found) else {
            return expected.clone();
        };
        self.errors.push(TypeError::Mismatch {
            span,
            expected: expected.clone(),
            found: found.clone(),
            mismatches,
            role,
        });
        Type::Error
    }

    /// Asks something of a type, and reports if it is not so.
    pub(super) fn ask(&mut self, kind: Kind, ty: &Type, span: Span, role: Role) -> bool {
        let Err(mismatch) = self.substitution.constrain(kind, ty) else {
            return true;
        };
        self.errors.push(TypeError::Kind {
            span,
            whole: ty.clone(),
            mismatch,
            role,
        });
        false
    }

    /// Where a name is defined, and what is known of it.
    pub(super) fn entry(&self, expression: &Expr) -> Option<&Entry> {
        let Place::Slot { up, slot } = self.resolution.place(expression.id)? else {
            return None;
        };
        let frame = self.frames.len().checked_sub(up as usize + 1)?;
        self.frames.get(frame)?.get(slot as usize)?.as_ref()
    }

    pub(super) fn expression(&mut self, expression: &Expr) -> Type {
        let ty = self.found(expression);
        self.keep(expression, &ty);
        ty
    }

    pub(super) fn keep(&mut self, expression: &Expr, ty: &Type) {
        if let Some(place) = self.types.get_mut(expression.id.0 as usize) {
            *place = Some(ty.clone());
        }
    }
}
