//! Types as they are written to types as inference sees them.

use super::kind::{Kind, Kinds};
use super::scheme::Scheme;
use super::ty::{Argument, Basic, Collection, FunctionType, Key, RecordType, Type, UNNAMED};
use crate::source::SourceMap;
use crate::syntax;
use crate::syntax::ast::{self, StatementKind, TypeExpr};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads a type: `(x: A) => A where A: Numeric`. None if it is no type.
pub fn parse_scheme(text: &str) -> Option<Scheme> {
    let source = SourceMap::default().add("<type>", format!("builtin _ : {text}"));
    let parsed = syntax::parse(&source);
    if parsed.failed() {
        return None;
    }
    match parsed.file.body.as_slice() {
        [
            ast::Statement {
                kind: StatementKind::Builtin(_, scheme),
                ..
            },
        ] => read_scheme(scheme),
        _ => None,
    }
}

/// The type of a `builtin` statement. None if it names what is no type, or asks what is no kind.
pub(super) fn read_scheme(written: &ast::TypeScheme) -> Option<Scheme> {
    let mut reader = Reader::default();
    let ty = reader.ty(&written.ty)?;
    let mut variables = vec![Kinds::default(); reader.numbers.len()];
    for (name, kinds) in &written.constraints {
        let kinds: Option<Kinds> = kinds.iter().map(|kind| Kind::named(&kind.name)).collect();
        let number = reader.numbers.get(&name.name).copied();
        let place = number.and_then(|number| variables.get_mut(number as usize));
        if let Some(place) = place {
            *place = place.union(kinds?);
        }
    }
    Some(Scheme { variables, ty })
}

/// Gives variables their numbers as they come.
#[derive(Default)]
struct Reader {
    numbers: BTreeMap<Arc<str>, u32>,
}

impl Reader {
    fn variable(&mut self, name: &Arc<str>) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(Arc::clone(name)).or_insert(next)
    }

    fn ty(&mut self, written: &TypeExpr) -> Option<Type> {
        Some(match written {
            TypeExpr::Named(name) => match Basic::named(&name.name) {
                Some(basic) => Type::Basic(basic),
                None if &*name.name == "dynamic" => Type::Dynamic,
                None if is_variable(&name.name) => Type::Bound(self.variable(&name.name)),
                None => return None,
            },
            TypeExpr::Apply(name, inner) => {
                let collection = match &*name.name {
                    "stream" => Collection::Stream,
                    "vector" | "v" => Collection::Vector,
                    _ => return None,
                };
                Type::Collection(collection, Arc::new(self.ty(inner)?))
            }
            TypeExpr::Array(inner) => Type::array(self.ty(inner)?),
            TypeExpr::Dict(key, value) => Type::Dict(Arc::new((self.ty(key)?, self.ty(value)?))),
            TypeExpr::Record { with, properties } => {
                let tail = with
                    .as_ref()
                    .map(|name| Type::Bound(self.variable(&name.name)));
                let mut fields = Vec::with_capacity(properties.len());
                for (name, ty) in properties {
                    let key = if is_variable(&name.name) {
                        Key::Bound(self.variable(&name.name))
                    } else {
                        Key::Name(Arc::clone(&name.name))
                    };
                    fields.push((key, self.ty(ty)?));
                }
                Type::Record(Arc::new(RecordType { fields, tail }))
            }
            TypeExpr::Function {
                parameters,
                returns,
            } => {
                let mut function = FunctionType {
                    required: BTreeMap::new(),
                    optional: BTreeMap::new(),
                    pipe: None,
                    returns: Type::Error,
                };
                for parameter in parameters {
                    self.parameter(parameter, &mut function)?;
                }
                function.returns = self.ty(returns)?;
                Type::Function(Arc::new(function))
            }
            TypeExpr::Label(name) => Type::Label(Arc::clone(name)),
        })
    }

    fn parameter(
        &mut self,
        parameter: &ast::TypeParameter,
        function: &mut FunctionType,
    ) -> Option<()> {
        let ty = self.ty(&parameter.ty)?;
        let name = parameter.name.as_ref();
        let name = name.map_or_else(|| UNNAMED.into(), |name| Arc::clone(&name.name));
        if parameter.pipe {
            function.pipe = Some((name, ty));
        } else if parameter.optional {
            let default = parameter.default.clone().map(Type::Label);
            function.optional.insert(name, Argument { ty, default });
        } else {
            function.required.insert(name, ty);
        }
        Some(())
    }
}

/// Variables are single capitals.
fn is_variable(name: &str) -> bool {
    let mut letters = name.chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if letter.is_uppercase())
}
