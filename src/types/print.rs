//! Types to text, in Flux's notation. Variables are called A, B, C … in the order in which they
//! are met: those of parameters before those of results, those of properties before what a record
//! extends.

use super::scheme::Scheme;
use super::ty::{Collection, FunctionType, Key, RecordType, Type, UNNAMED, Var};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// The names of variables, the same in all types that are printed with it.
#[derive(Debug, Default)]
pub struct Names {
    open: HashMap<Var, usize>,
    bound: HashMap<u32, usize>,
}

impl Names {
    /// A type as it is written.
    pub fn text(&mut self, ty: &Type) -> String {
        self.meet(ty);
        let mut out = String::new();
        self.write(ty, &mut out);
        out
    }

    fn given(&self) -> usize {
        self.open.len() + self.bound.len()
    }

    fn meet(&mut self, ty: &Type) {
        let next = self.given();
        match ty {
            Type::Var(var) => {
                self.open.entry(*var).or_insert(next);
            }
            Type::Bound(number) => {
                self.bound.entry(*number).or_insert(next);
            }
            Type::Error | Type::Basic(_) | Type::Label(_) | Type::Dynamic => {}
            Type::Collection(_, element) => self.meet(element),
            Type::Dict(pair) => {
                self.meet(&pair.0);
                self.meet(&pair.1);
            }
            Type::Record(record) => {
                for (key, ty) in sorted(record) {
                    match key {
                        Key::Var(var) => self.meet(&Type::Var(*var)),
                        Key::Bound(number) => self.meet(&Type::Bound(*number)),
                        Key::Name(_) | Key::Error => {}
                    }
                    self.meet(ty);
                }
                record.tail.iter().for_each(|tail| self.meet(tail));
            }
            Type::Function(function) => {
                function.required.values().for_each(|ty| self.meet(ty));
                let optional = function.optional.values();
                optional.for_each(|argument| self.meet(&argument.ty));
                function.pipe.iter().for_each(|(_, ty)| self.meet(ty));
                self.meet(&function.returns);
            }
        }
    }

    fn write(&self, ty: &Type, out: &mut String) {
        match ty {
            Type::Error => out.push('_'),
            Type::Basic(basic) => out.push_str(basic.name()),
            Type::Label(name) => {
                out.push('.');
                out.push_str(name);
            }
            Type::Dynamic => out.push_str("dynamic"),
            Type::Var(var) => out.push_str(&letter(self.open.get(var).copied().unwrap_or(0))),
            Type::Bound(number) => {
                out.push_str(&letter(self.bound.get(number).copied().unwrap_or(0)));
            }
            Type::Collection(collection, element) => {
                out.push_str(match collection {
                    Collection::Array => "[",
                    Collection::Stream => "stream[",
                    Collection::Vector => "vector[",
                });
                self.write(element, out);
                out.push(']');
            }
            Type::Dict(pair) => {
                out.push('[');
                self.write(&pair.0, out);
                out.push_str(": ");
                self.write(&pair.1, out);
                out.push(']');
            }
            Type::Record(record) => self.record(record, out),
            Type::Function(function) => self.function(function, out),
        }
    }

    fn record(&self, record: &RecordType, out: &mut String) {
        out.push('{');
        if let Some(tail) = &record.tail {
            self.write(tail, out);
            if !record.fields.is_empty() {
                out.push_str(" with ");
            }
        }
        for (index, (key, ty)) in sorted(record).into_iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            match key {
                Key::Name(name) if is_name(name) => out.push_str(name),
                Key::Name(name) => out.push_str(&format!("{name:?}")),
                Key::Var(var) => self.write(&Type::Var(*var), out),
                Key::Bound(number) => self.write(&Type::Bound(*number), out),
                Key::Error => out.push('_'),
            }
            out.push_str(": ");
            self.write(ty, out);
        }
        out.push('}');
    }

    fn function(&self, function: &FunctionType, out: &mut String) {
        out.push('(');
        let mut first = true;
        let mut parameter = |mark: &str, name: &str, ty: &Type| {
            if !std::mem::take(&mut first) {
                out.push_str(", ");
            }
            out.push_str(mark);
            out.push_str(name);
            out.push_str(": ");
            self.write(ty, out);
        };
        if let Some((name, ty)) = &function.pipe {
            let name = if **name == *UNNAMED { "" } else { name };
            parameter("<-", name, ty);
        }
        for (name, ty) in &function.required {
            parameter("", name, ty);
        }
        for (name, argument) in &function.optional {
            parameter("?", name, &argument.ty);
        }
        out.push_str(") => ");
        self.write(&function.returns, out);
    }
}

/// The properties of a record by name, so that equal records read the same.
fn sorted(record: &RecordType) -> Vec<&(Key, Type)> {
    let mut fields: Vec<_> = record.fields.iter().collect();
    fields.sort_by(|left, right| left.0.cmp(&right.0));
    fields
}

fn is_name(text: &Arc<str>) -> bool {
    let mut letters = text.chars();
    let starts = |letter: char| letter.is_alphabetic() || letter == '_';
    letters.next().is_some_and(starts)
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
}

fn letter(number: usize) -> String {
    match u8::try_from(number) {
        Ok(number @ 0..26) => char::from(b'A' + number).to_string(),
        _ => format!("t{number}"),
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Names::default().text(self))
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = Names::default();
        f.write_str(&names.text(&self.ty))?;
        let mut asked: Vec<(usize, String)> = Vec::new();
        for (number, kinds) in self.variables.iter().enumerate() {
            let name = names.bound.get(&(number as u32));
            let Some(name) = name.filter(|_| !kinds.is_empty()) else {
                continue;
            };
            let kinds: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
            asked.push((*name, kinds.join(" + ")));
        }
        asked.sort_unstable();
        for (index, (name, kinds)) in asked.into_iter().enumerate() {
            f.write_str(if index == 0 { " where " } else { ", " })?;
            write!(f, "{}: {kinds}", letter(name))?;
        }
        Ok(())
    }
}
