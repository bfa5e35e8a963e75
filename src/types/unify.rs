//! Makes two types one, or says in what they differ. Upstream's rules: what is expected comes
//! first, and a record whose labels are not known yet waits until all else is.

use super::mismatch::Mismatch;
use super::record::matched;
use super::substitution::{DEEPEST, Substitution};
use super::ty::{FunctionType, Key, RecordType, Type, UNNAMED, Var};
use std::sync::Arc;

/// How many steps one comparison may take; types may hold one part many times.
const LONGEST: u32 = 1_000_000;

impl Substitution {
    /// Makes two types one.
    ///
    /// # Errors
    /// All in which they differ.
    pub fn unify(&mut self, expected: &Type, found: &Type) -> Result<(), Vec<Mismatch>> {
        self.unifying(|unifier| unifier.types(expected, found))
    }

    /// Makes a call fit a function.
    ///
    /// # Errors
    /// All in which they differ; that of an argument is a [`Mismatch::Argument`].
    pub fn unify_call(
        &mut self,
        function: &FunctionType,
        call: &FunctionType,
    ) -> Result<(), Vec<Mismatch>> {
        self.unifying(|unifier| unifier.functions(function, call))
    }

    fn unifying(&mut self, work: impl FnOnce(&mut Unifier<'_>)) -> Result<(), Vec<Mismatch>> {
        let mut unifier = Unifier {
            substitution: self,
            delayed: Vec::new(),
            delaying: true,
            found: Vec::new(),
            depth: 0,
            steps: 0,
        };
        work(&mut unifier);
        unifier.delaying = false;
        while let Some((expected, found)) = unifier.delayed.pop() {
            unifier.records(&expected, &found);
        }
        match unifier.found {
            found if found.is_empty() => Ok(()),
            found => Err(found),
        }
    }
}

struct Unifier<'s> {
    substitution: &'s mut Substitution,
    /// Records with labels that were not known when they were met.
    delayed: Vec<(RecordType, RecordType)>,
    /// Whether such records still wait.
    delaying: bool,
    found: Vec<Mismatch>,
    depth: u32,
    steps: u32,
}

impl Unifier<'_> {
    fn types(&mut self, expected: &Type, found: &Type) {
        self.steps += 1;
        if self.depth >= DEEPEST || self.steps > LONGEST {
            if !self.found.contains(&Mismatch::TooLarge) {
                self.found.push(Mismatch::TooLarge);
            }
            return;
        }
        self.depth += 1;
        let expected = self.substitution.resolve(expected);
        let found = self.substitution.resolve(found);
        match (&expected, &found) {
            (Type::Error, _) | (_, Type::Error) => {}
            (Type::Dynamic, Type::Dynamic | Type::Record(_)) | (Type::Record(_), Type::Dynamic) => {
            }
            (Type::Basic(left), Type::Basic(right)) if left == right => {}
            (Type::Label(left), Type::Label(right)) if left == right => {}
            (Type::Var(left), Type::Var(right)) => {
                if left != right {
                    self.substitution.join(*left, *right);
                }
            }
            (Type::Var(var), ty) | (ty, Type::Var(var)) => self.bind(*var, ty),
            (Type::Collection(left, expected), Type::Collection(right, found)) if left == right => {
                if !Arc::ptr_eq(expected, found) {
                    self.types(expected, found);
                }
            }
            (Type::Dict(left), Type::Dict(right)) => {
                self.types(&left.0, &right.0);
                self.types(&left.1, &right.1);
            }
            (Type::Record(left), Type::Record(right)) => {
                if !Arc::ptr_eq(left, right) {
                    self.records(left, right);
                }
            }
            (Type::Function(left), Type::Function(right)) => {
                if !Arc::ptr_eq(left, right) {
                    self.functions(left, right);
                }
            }
            _ => self.found.push(Mismatch::Types { expected, found }),
        }
        self.depth -= 1;
    }

    fn bind(&mut self, var: Var, ty: &Type) {
        if let Err(mismatch) = self.substitution.bind(var, ty.clone()) {
            self.found.push(mismatch);
        }
    }

    /// Unifies, and changes what is found.
    fn within(
        &mut self,
        expected: &Type,
        found: &Type,
        context: impl Fn(&Substitution, Mismatch) -> Mismatch,
    ) {
        let before = self.found.len();
        self.types(expected, found);
        for mismatch in self.found.split_off(before) {
            let mismatch = context(self.substitution, mismatch);
            self.found.push(mismatch);
        }
    }

    fn records(&mut self, expected: &RecordType, found: &RecordType) {
        let expected = self.substitution.flat(expected);
        let found = self.substitution.flat(found);
        let open = |record: &RecordType| {
            let mut fields = record.fields.iter();
            fields.any(|(key, _)| matches!(key, Key::Var(_)))
        };
        if self.delaying && (open(&expected) || open(&found)) {
            self.delayed.push((expected, found));
            return;
        }
        let matched = matched(&expected, &found);
        for (key, left, right) in &matched.pairs {
            self.within(left, right, |_, inner| match key {
                Key::Name(name) => Mismatch::Property {
                    name: Arc::clone(name),
                    inner: Box::new(inner),
                },
                _ => inner,
            });
        }
        let (left, right) = (matched.left, matched.right);
        let (left_tail, right_tail) = (expected.tail.clone(), found.tail.clone());
        if left.is_empty() && right.is_empty() {
            if left_tail.is_some() || right_tail.is_some() {
                let closed = || Type::record_of(Vec::new(), None);
                let left_tail = left_tail.unwrap_or_else(closed);
                self.types(&left_tail, &right_tail.unwrap_or_else(closed));
            }
            return;
        }
        if left_tail.is_some() && left_tail == right_tail {
            self.found.push(Mismatch::Types {
                expected: Type::Record(Arc::new(expected)),
                found: Type::Record(Arc::new(found)),
            });
            return;
        }
        // What neither of them has named yet.
        let rest = match (left.is_empty(), right.is_empty()) {
            (false, false) => Some(self.substitution.fresh()),
            (_, true) => left_tail.clone(),
            (true, _) => right_tail.clone(),
        };
        if !right.is_empty() {
            match left_tail {
                Some(tail) => self.types(&tail, &Type::record_of(right, rest.clone())),
                None => self.unexpected(&right, &expected),
            }
        }
        if !left.is_empty() {
            match right_tail {
                Some(tail) => self.types(&Type::record_of(left, rest), &tail),
                None => self.missing(&left, &found),
            }
        }
    }

    /// Properties of a record where no others may be.
    fn unexpected(&mut self, extra: &[(Key, Type)], expected: &RecordType) {
        let names: Vec<_> = extra.iter().filter_map(|(key, _)| named(key)).collect();
        if !names.is_empty() {
            let expected = expected.names();
            self.found
                .push(Mismatch::ExtraProperties { names, expected });
        } else if extra.iter().any(|(key, _)| !matches!(key, Key::Error)) {
            self.found.push(Mismatch::NoLabel);
        }
    }

    fn missing(&mut self, lacking: &[(Key, Type)], found: &RecordType) {
        let names: Vec<_> = lacking
            .iter()
            .filter_map(|(key, ty)| Some((named(key)?, ty.clone())))
            .collect();
        if !names.is_empty() {
            let present = found.names();
            self.found
                .push(Mismatch::MissingProperties { names, present });
        }
        for (key, _) in lacking {
            if let Key::Var(var) = key {
                self.types(&Type::Var(*var), &Type::Error);
                self.found.push(Mismatch::NoLabel);
            }
        }
    }

    /// Functions fit if each parameter that the second gives is one of the first, and all that
    /// the first requires are given.
    fn functions(&mut self, expected: &FunctionType, found: &FunctionType) {
        let mut required = expected.required.clone();
        let mut given = found.required.clone();
        match (&expected.pipe, &found.pipe) {
            (Some((left, left_ty)), Some((right, right_ty))) => {
                if **left != *UNNAMED && **right != *UNNAMED && left != right {
                    self.found.push(Mismatch::PipeNames {
                        expected: Arc::clone(left),
                        found: Arc::clone(right),
                    });
                } else {
                    required.insert(Arc::clone(left), left_ty.clone());
                    given.insert(Arc::clone(left), right_ty.clone());
                }
            }
            (Some((name, ty)), None) if **name != *UNNAMED => {
                required.insert(Arc::clone(name), ty.clone());
            }
            (None, Some((name, ty))) if **name != *UNNAMED => {
                given.insert(Arc::clone(name), ty.clone());
            }
            (None, None) => {}
            (wanted, _) => self.found.push(Mismatch::Pipe {
                wanted: wanted.is_some(),
            }),
        }
        let argument = |name: &str| {
            let optional = || found.optional.get(name).map(|argument| &argument.ty);
            given.get(name).or_else(optional)
        };
        for name in given.keys() {
            if required.contains_key(name) || expected.optional.contains_key(name) {
                continue;
            }
            let optional = (expected.optional.iter()).map(|(name, one)| (name, &one.ty));
            let open = (required.iter().chain(optional))
                .filter(|(name, _)| argument(name).is_none())
                .map(|(name, ty)| (Arc::clone(name), ty.clone()))
                .collect();
            let name = Arc::clone(name);
            self.found.push(Mismatch::ExtraArgument { name, open });
        }
        for (name, ty) in &required {
            match argument(name) {
                Some(found) => self.argument(name, ty, found),
                None => self.found.push(Mismatch::MissingArgument {
                    name: Arc::clone(name),
                    ty: ty.clone(),
                }),
            }
        }
        for (name, parameter) in &expected.optional {
            if let Some(found) = argument(name).or(parameter.default.as_ref()) {
                self.argument(name, &parameter.ty, found);
            }
        }
        self.within(&expected.returns, &found.returns, |_, inner| {
            Mismatch::Returns {
                inner: Box::new(inner),
            }
        });
    }

    fn argument(&mut self, name: &Arc<str>, expected: &Type, found: &Type) {
        self.within(expected, found, |_, inner| Mismatch::Argument {
            name: Arc::clone(name),
            expected: expected.clone(),
            found: found.clone(),
            inner: Box::new(inner),
        });
    }
}

fn named(key: &Key) -> Option<Arc<str>> {
    match key {
        Key::Name(name) => Some(Arc::clone(name)),
        _ => None,
    }
}
