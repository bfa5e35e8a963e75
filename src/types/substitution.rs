//! What is known of variables: their types, or what is asked of them, and how long they live.

use super::kind::{Kind, Kinds};
use super::mismatch::Mismatch;
use super::scheme::Scheme;
use super::ty::{Argument, Collection, FunctionType, Key, RecordType, Type, Var};
use std::collections::HashMap;
use std::sync::Arc;

/// How many parts a type may have. Types double with each `{a: x, b: x}`: without a bound a short
/// script could fill the memory.
const LARGEST: u32 = 100_000;

/// How many levels a type may have; recursion through one needs little stack at this depth.
pub(super) const DEEPEST: u32 = 1000;

/// The variables of one inference.
#[derive(Clone, Debug, Default)]
pub struct Substitution {
    variables: Vec<State>,
    /// How many definitions lie around the present place.
    level: u32,
}

#[derive(Clone, Debug)]
enum State {
    /// Not known yet.
    Open {
        /// The level of the outermost definition whose type it is part of: definitions further
        /// out may choose it anew with each use.
        level: u32,
        /// What is asked of it.
        kinds: Kinds,
    },
    Known(Type),
}

impl Substitution {
    /// A new variable.
    pub fn fresh(&mut self) -> Type {
        Type::Var(self.fresh_var(Kinds::default()))
    }

    fn fresh_var(&mut self, kinds: Kinds) -> Var {
        let var = Var(self.variables.len() as u32);
        let level = self.level;
        self.variables.push(State::Open { level, kinds });
        var
    }

    /// Begins the value of a definition.
    pub fn enter(&mut self) {
        self.level += 1;
    }

    /// Ends the value of a definition.
    pub fn exit(&mut self) {
        self.level = self.level.saturating_sub(1);
    }

    /// A type as far as its outermost form is known.
    pub fn resolve(&self, ty: &Type) -> Type {
        let mut ty = ty;
        while let Type::Var(var) = ty {
            match self.variables.get(var.0 as usize) {
                Some(State::Known(known)) => ty = known,
                _ => break,
            }
        }
        ty.clone()
    }

    /// A property's name as far as it is known.
    pub fn resolve_key(&self, key: &Key) -> Key {
        match key {
            Key::Var(var) => match self.resolve(&Type::Var(*var)) {
                Type::Label(name) => Key::Name(name),
                Type::Var(var) => Key::Var(var),
                Type::Error => Key::Error,
                _ => key.clone(),
            },
            key => key.clone(),
        }
    }

    /// A record with all its known properties in one list, and what follows them.
    pub fn flat(&self, record: &RecordType) -> RecordType {
        let mut fields: Vec<(Key, Type)> = record.fields.clone();
        let mut tail = record.tail.as_ref().map(|tail| self.resolve(tail));
        while let Some(Type::Record(more)) = &tail {
            let more = Arc::clone(more);
            fields.extend(more.fields.iter().cloned());
            tail = more.tail.as_ref().map(|tail| self.resolve(tail));
        }
        for (key, _) in &mut fields {
            *key = self.resolve_key(key);
        }
        RecordType { fields, tail }
    }

    /// A type with everything put in that is known.
    pub fn apply(&self, ty: &Type) -> Type {
        self.rebuild(ty, &mut |_, _| None).0
    }

    /// The scheme of a definition whose type this is, and whether it is small enough.
    pub fn generalize(&self, ty: &Type) -> (Scheme, bool) {
        let mut numbers: HashMap<Var, u32> = HashMap::new();
        let mut variables = Vec::new();
        let (ty, whole) = self.rebuild(ty, &mut |state, var| match state {
            State::Open { level, kinds } if *level > self.level => {
                let number = numbers.entry(var).or_insert_with(|| {
                    variables.push(*kinds);
                    variables.len() as u32 - 1
                });
                Some(*number)
            }
            _ => None,
        });
        (Scheme { variables, ty }, whole)
    }

    /// A scheme's type with fresh variables for its own.
    pub fn instantiate(&mut self, scheme: &Scheme) -> Type {
        if scheme.variables.is_empty() {
            return scheme.ty.clone();
        }
        let fresh: Vec<Var> = (scheme.variables.iter())
            .map(|kinds| self.fresh_var(*kinds))
            .collect();
        Rebuild {
            leaf: &mut |ty| match ty {
                Type::Bound(number) => {
                    let var = fresh.get(*number as usize);
                    Step::Replace(var.map_or(Type::Error, |var| Type::Var(*var)))
                }
                _ => Step::Keep,
            },
            left: LARGEST,
            whole: true,
        }
        .ty(&scheme.ty, 0)
    }

    fn rebuild(&self, ty: &Type, bind: &mut dyn FnMut(&State, Var) -> Option<u32>) -> (Type, bool) {
        let mut rebuild = Rebuild {
            leaf: &mut |ty| {
                let Type::Var(_) = ty else {
                    return Step::Keep;
                };
                match self.resolve(ty) {
                    Type::Var(var) => {
                        let state = self.variables.get(var.0 as usize);
                        match state.and_then(|state| bind(state, var)) {
                            Some(number) => Step::Replace(Type::Bound(number)),
                            None => Step::Replace(Type::Var(var)),
                        }
                    }
                    known => Step::Into(known),
                }
            },
            left: LARGEST,
            whole: true,
        };
        let ty = rebuild.ty(ty, 0);
        (ty, rebuild.whole)
    }

    /// Makes one of two variables that are not known.
    pub(super) fn join(&mut self, left: Var, right: Var) {
        let (left_level, left_kinds) = self.open(left);
        let (right_level, right_kinds) = self.open(right);
        self.set(left, State::Known(Type::Var(right)));
        let state = State::Open {
            level: left_level.min(right_level),
            kinds: left_kinds.union(right_kinds),
        };
        self.set(right, state);
    }

    /// Says what a variable is.
    pub(super) fn bind(&mut self, var: Var, ty: Type) -> Result<(), Mismatch> {
        let (level, kinds) = self.open(var);
        self.lower(var, level, &ty)?;
        self.set(var, State::Known(ty.clone()));
        for kind in kinds.iter() {
            self.constrain(kind, &ty)?;
        }
        Ok(())
    }

    /// Asks something of a type.
    ///
    /// # Errors
    /// The part of it of which it is not so.
    pub fn constrain(&mut self, kind: Kind, ty: &Type) -> Result<(), Mismatch> {
        let mut asked = vec![ty.clone()];
        let mut steps = 0;
        while let Some(ty) = asked.pop() {
            steps += 1;
            if steps > LARGEST {
                return Err(Mismatch::TooLarge);
            }
            let ty = self.resolve(&ty);
            let holds = match &ty {
                Type::Error | Type::Bound(_) => true,
                Type::Basic(basic) => kind.holds(*basic),
                Type::Label(_) => kind.holds_for_labels(),
                Type::Dynamic => kind == Kind::Basic,
                Type::Var(var) => {
                    if let Some(State::Open { kinds, .. }) = self.variables.get_mut(var.0 as usize)
                    {
                        kinds.insert(kind);
                    }
                    true
                }
                Type::Collection(collection, element) => {
                    asked.push((**element).clone());
                    kind == Kind::Equatable || *collection == Collection::Vector
                }
                Type::Record(record) if kind == Kind::Equatable => {
                    asked.extend(record.tail.iter().cloned());
                    asked.extend(record.fields.iter().rev().map(|(_, ty)| ty.clone()));
                    true
                }
                Type::Record(_) => kind == Kind::Record,
                Type::Dict(_) | Type::Function(_) => false,
            };
            if !holds {
                return Err(Mismatch::Kind { kind, found: ty });
            }
        }
        Ok(())
    }

    fn open(&self, var: Var) -> (u32, Kinds) {
        match self.variables.get(var.0 as usize) {
            Some(State::Open { level, kinds }) => (*level, *kinds),
            _ => (self.level, Kinds::default()),
        }
    }

    fn set(&mut self, var: Var, state: State) {
        if let Some(place) = self.variables.get_mut(var.0 as usize) {
            *place = state;
        }
    }

    /// Lets all variables of a type live as long as one that it becomes the type of. That one
    /// must not be among them.
    fn lower(&mut self, var: Var, level: u32, ty: &Type) -> Result<(), Mismatch> {
        let mut parts = vec![ty.clone()];
        let mut steps = 0;
        while let Some(part) = parts.pop() {
            steps += 1;
            if steps > LARGEST {
                return Err(Mismatch::TooLarge);
            }
            match self.resolve(&part) {
                Type::Var(found) if found == var => {
                    return Err(Mismatch::Recursive { ty: ty.clone() });
                }
                Type::Var(found) => {
                    let (of_found, kinds) = self.open(found);
                    if of_found > level {
                        self.set(found, State::Open { level, kinds });
                    }
                }
                Type::Collection(_, element) => parts.push((*element).clone()),
                Type::Dict(pair) => parts.extend([pair.0.clone(), pair.1.clone()]),
                Type::Record(record) => {
                    for (key, ty) in &record.fields {
                        if let Key::Var(label) = key {
                            parts.push(Type::Var(*label));
                        }
                        parts.push(ty.clone());
                    }
                    parts.extend(record.tail.iter().cloned());
                }
                Type::Function(function) => {
                    parts.extend(function.required.values().cloned());
                    let optional = function.optional.values();
                    parts.extend(optional.map(|argument| argument.ty.clone()));
                    parts.extend(function.pipe.iter().map(|(_, ty)| ty.clone()));
                    parts.push(function.returns.clone());
                }
                Type::Error | Type::Basic(_) | Type::Label(_) | Type::Dynamic | Type::Bound(_) => {}
            }
        }
        Ok(())
    }
}

/// What to do with a variable.
enum Step {
    Keep,
    /// Put this in its place.
    Replace(Type),
    /// Put this in its place, and look into it.
    Into(Type),
}

/// Makes a type anew, with other leaves.
struct Rebuild<'a> {
    leaf: &'a mut dyn FnMut(&Type) -> Step,
    /// How many parts it may still have.
    left: u32,
    /// Whether nothing was left out.
    whole: bool,
}

impl Rebuild<'_> {
    fn ty(&mut self, ty: &Type, depth: u32) -> Type {
        if self.left == 0 || depth > DEEPEST {
            self.whole = false;
            return Type::Error;
        }
        self.left -= 1;
        let mut inner = |ty: &Type| self.ty(ty, depth + 1);
        match ty {
            Type::Var(_) | Type::Bound(_) => match (self.leaf)(ty) {
                Step::Keep => ty.clone(),
                Step::Replace(other) => other,
                Step::Into(other) => self.ty(&other, depth),
            },
            Type::Error | Type::Basic(_) | Type::Label(_) | Type::Dynamic => ty.clone(),
            Type::Collection(collection, element) => {
                Type::Collection(*collection, Arc::new(inner(element)))
            }
            Type::Dict(pair) => Type::Dict(Arc::new((inner(&pair.0), inner(&pair.1)))),
            Type::Record(record) => self.record(record, depth),
            Type::Function(function) => Type::Function(Arc::new(self.function(function, depth))),
        }
    }

    /// Records in a row, as the tails of each other, are one: their number is no depth.
    fn record(&mut self, record: &RecordType, depth: u32) -> Type {
        let mut fields = Vec::with_capacity(record.fields.len());
        let mut record = record.clone();
        loop {
            for (key, ty) in &record.fields {
                let key = self.key(key);
                fields.push((key, self.ty(ty, depth + 1)));
            }
            let tail = match record.tail {
                Some(ref tail @ Type::Var(_)) => match (self.leaf)(tail) {
                    Step::Keep => Some(tail.clone()),
                    Step::Replace(other) | Step::Into(other) => Some(other),
                },
                Some(Type::Record(more)) => {
                    record = (*more).clone();
                    continue;
                }
                Some(ref tail) => Some(self.ty(tail, depth)),
                None => None,
            };
            match tail {
                Some(Type::Record(more)) if self.left > 0 => record = (*more).clone(),
                tail => return Type::record_of(fields, tail),
            }
        }
    }

    fn key(&mut self, key: &Key) -> Key {
        let ty = match key {
            Key::Var(var) => Type::Var(*var),
            Key::Bound(number) => Type::Bound(*number),
            Key::Name(_) | Key::Error => return key.clone(),
        };
        match (self.leaf)(&ty) {
            Step::Keep => key.clone(),
            Step::Replace(ty) | Step::Into(ty) => match ty {
                Type::Label(name) => Key::Name(name),
                Type::Var(var) => Key::Var(var),
                Type::Bound(number) => Key::Bound(number),
                Type::Error => Key::Error,
                _ => key.clone(),
            },
        }
    }

    fn function(&mut self, function: &FunctionType, depth: u32) -> FunctionType {
        let mut inner = |ty: &Type| self.ty(ty, depth + 1);
        let required = (function.required.iter())
            .map(|(name, ty)| (Arc::clone(name), inner(ty)))
            .collect();
        let optional = (function.optional.iter())
            .map(|(name, argument)| {
                let argument = Argument {
                    ty: inner(&argument.ty),
                    default: argument.default.clone(),
                };
                (Arc::clone(name), argument)
            })
            .collect();
        FunctionType {
            required,
            optional,
            pipe: (function.pipe.as_ref()).map(|(name, ty)| (Arc::clone(name), inner(ty))),
            returns: inner(&function.returns),
        }
    }
}
