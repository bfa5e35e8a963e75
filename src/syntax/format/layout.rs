//! Layouts: documents out of which the printer takes the first that fits a line.

use pretty::{Arena, DocAllocator, DocBuilder};

/// A document.
pub type Doc<'a> = DocBuilder<'a, Arena<'a>>;

/// How far what belongs inside is moved to the right.
pub const INDENT: isize = 4;

/// Lists of more items than this stand on lines of their own.
pub const MOST_IN_LINE: usize = 4;

/// What stands before and behind a body.
#[derive(Clone)]
pub struct Around<'a> {
    /// Before it; none is not the same as an empty document.
    pub before: Option<Doc<'a>>,
    /// Behind it.
    pub behind: Option<Doc<'a>>,
    /// Whether everything in it is indented once more when it begins a line.
    pub nested: bool,
}

/// A body within what surrounds it, innermost first. `name = (r) => {` and its like want to stand
/// on one line, with only the body indented.
#[derive(Clone)]
pub struct Hung<'a> {
    /// What surrounds the body, innermost first.
    pub around: Vec<Around<'a>>,
    /// What is surrounded.
    pub body: Doc<'a>,
}

impl<'a> Hung<'a> {
    /// A body alone.
    pub fn alone(body: Doc<'a>) -> Self {
        Self {
            around: Vec::new(),
            body,
        }
    }

    /// Puts something right before the outermost of what is there.
    pub fn precede(&mut self, doc: Doc<'a>) {
        match self.around.last_mut() {
            Some(around) => {
                around.before = Some(match around.before.take() {
                    Some(before) => doc.append(before),
                    None => doc,
                });
            }
            None => self.body = doc.append(self.body.clone()),
        }
    }

    /// Surrounds all of it with something more.
    pub fn surround(&mut self, before: Option<Doc<'a>>, nested: bool) {
        self.around.push(Around {
            before,
            behind: None,
            nested,
        });
    }

    /// As a document: as much as possible of what stands before the body on its first line; the
    /// less of it fits there, the deeper the rest is indented.
    pub fn doc(mut self, arena: &'a Arena<'a>) -> Doc<'a> {
        self.around.reverse();
        let mut best: Option<Doc<'a>> = None;
        for split in (1..=self.around.len()).rev() {
            let layout = self.split(arena, split);
            best = Some(match best {
                None => layout,
                Some(better) => better.union(layout),
            });
        }
        best.unwrap_or(self.body)
    }

    /// The layout in which the first `split` of what surrounds the body share a line.
    fn split(&self, arena: &'a Arena<'a>, split: usize) -> Doc<'a> {
        let unless_broken = || arena.fail().flat_alt(arena.nil());
        let (outer, inner) = self.around.split_at(split);
        let is_last = outer.len() == 1;
        let part = |doc: &Option<Doc<'a>>| doc.clone().unwrap_or_else(|| arena.nil());
        let mut head = arena.concat(outer.iter().map(|around| part(&around.before)));
        if !is_last {
            head = head.append(unless_broken());
        }
        let mut body = self.body.clone();
        // Without a head a body of several lines would not be seen to belong to it.
        if !is_last && outer.iter().all(|around| around.before.is_none()) {
            body = body.append(unless_broken());
        }
        let inner_behind = arena.concat(inner.iter().map(|around| part(&around.behind)));
        let mut rest = body.nest(INDENT).append(inner_behind);
        for around in inner.iter().rev() {
            rest = part(&around.before).append(rest);
            if around.nested {
                rest = rest.nest(INDENT);
            }
            rest = rest.group();
        }
        let behind = arena.concat(outer.iter().map(|around| part(&around.behind)));
        head.group().append(rest.append(behind).group())
    }
}

/// A line break, or a blank where everything fits; always a break if `broken`.
pub fn line<'a>(arena: &'a Arena<'a>, broken: bool) -> Doc<'a> {
    match broken {
        true => arena.hardline(),
        false => arena.line(),
    }
}

/// A line break, or nothing where everything fits; always a break if `broken`.
pub fn line_or_nothing<'a>(arena: &'a Arena<'a>, broken: bool) -> Doc<'a> {
    match broken {
        true => arena.hardline(),
        false => arena.line_(),
    }
}

/// Items between commas; one behind the last where they stand on lines of their own.
pub fn commas<'a>(arena: &'a Arena<'a>, items: Vec<Doc<'a>>, line: Doc<'a>) -> Doc<'a> {
    if items.is_empty() {
        return arena.nil();
    }
    let items = items.into_iter().map(|item| item.group());
    arena
        .intersperse(items, arena.text(",").append(line))
        .append(arena.text(",").flat_alt(arena.nil()))
}
