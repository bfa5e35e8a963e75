//! Types, as `builtin` declares them.

use super::Formatter;
use super::layout::{Doc, INDENT, MOST_IN_LINE, commas, line, line_or_nothing};
use crate::syntax::ast::{Ident, TypeExpr, TypeParameter, TypeScheme};
use pretty::DocAllocator;

impl<'a> Formatter<'a> {
    /// A type and what its variables must be.
    pub(super) fn scheme(&self, scheme: &'a TypeScheme) -> Doc<'a> {
        let ty = self.ty(&scheme.ty);
        if scheme.constraints.is_empty() {
            return ty;
        }
        let between = line(self.arena, scheme.constraints.len() > MOST_IN_LINE);
        let constraints = scheme.constraints.iter().map(|(variable, kinds)| {
            let kinds = kinds.iter().map(|kind| self.ident(kind));
            self.ident(variable)
                .append(": ")
                .append(self.arena.intersperse(kinds, self.text(" + ")))
                .group()
        });
        let separator = self.text(",").append(between.clone());
        ty.append(between.clone())
            .append("where")
            .append(between)
            .append(self.arena.intersperse(constraints, separator))
    }

    fn ty(&self, ty: &'a TypeExpr) -> Doc<'a> {
        match ty {
            TypeExpr::Named(name) => self.ident(name),
            TypeExpr::Apply(name, inner) => self
                .ident(name)
                .append("[")
                .append(self.ty(inner))
                .append("]"),
            TypeExpr::Array(inner) => self.text("[").append(self.ty(inner)).append("]"),
            TypeExpr::Dict(key, value) => self
                .text("[")
                .append(self.ty(key))
                .append(":")
                .append(self.ty(value))
                .append("]"),
            TypeExpr::Record { with, properties } => self.record_type(with.as_ref(), properties),
            TypeExpr::Function {
                parameters,
                returns,
            } => {
                let broken = parameters.len() > MOST_IN_LINE;
                let between = line(self.arena, broken);
                let edge = line_or_nothing(self.arena, broken);
                let items = parameters.iter().map(|one| self.type_parameter(one));
                let items = commas(self.arena, items.collect(), between);
                self.text("(")
                    .append(edge.clone().append(items).nest(INDENT))
                    .append(edge)
                    .append(") => ")
                    .append(self.ty(returns))
            }
            TypeExpr::Label(name) => self.text(format!(".{name}")),
        }
        .group()
    }

    fn record_type(&self, with: Option<&'a Ident>, properties: &'a [(Ident, TypeExpr)]) -> Doc<'a> {
        let broken = properties.len() > MOST_IN_LINE;
        let between = line(self.arena, broken);
        let edge = line_or_nothing(self.arena, broken);
        let base = match with {
            Some(base) => self
                .ident(base)
                .append(self.arena.line())
                .append("with")
                .append(self.arena.line()),
            None => self.nil(),
        };
        let items = properties
            .iter()
            .map(|(name, ty)| self.ident(name).append(": ").append(self.ty(ty)).group());
        let items = commas(self.arena, items.collect(), between);
        self.text("{")
            .append(edge.clone().append(base).append(items).nest(INDENT))
            .append(edge)
            .append("}")
    }

    fn type_parameter(&self, parameter: &'a TypeParameter) -> Doc<'a> {
        let mut doc = self.nil();
        if parameter.pipe {
            doc = doc.append("<-");
        } else if parameter.optional {
            doc = doc.append("?");
        }
        if let Some(name) = &parameter.name {
            doc = doc.append(self.ident(name));
        }
        doc = doc.append(": ").append(self.ty(&parameter.ty));
        match &parameter.default {
            Some(label) => doc.append(format!(" = .{label}")),
            None => doc,
        }
    }
}
