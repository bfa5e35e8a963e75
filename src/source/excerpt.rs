//! What reports show of texts. An excerpt is short whatever the text is like: a line of megabytes
//! is cut to what is around the place.

use super::{Source, SourceMap, Span};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::ops::Range;
use std::sync::Arc;

/// Longer lines are cut: a report is for reading, and miette can draw no wider ones.
const LONGEST_LINE: usize = 1000;

/// Labels on more than this are cut to their first line.
const LONGEST_LABEL: usize = 100_000;

/// How much of a long line is shown before the place, and from there on.
const AROUND: (usize, usize) = (40, 160);

/// The texts as they stood when a report was made, without secrets: what miette reads its excerpts
/// from.
#[derive(Clone, Debug)]
pub struct Sources {
    texts: Vec<Arc<Source>>,
    /// The only part that is shown, as offsets in all texts.
    window: Option<Range<usize>>,
}

impl SourceMap {
    /// The texts read so far, for a report.
    pub fn snapshot(&self) -> Sources {
        let sources = self.0.read().unwrap_or_else(|poison| poison.into_inner());
        Sources {
            texts: sources.clone(),
            window: None,
        }
    }
}

impl Sources {
    /// Shows only what is around the first of these labels if the lines of some are too long; then
    /// the labels elsewhere are told beside the first.
    pub(crate) fn cut_to(&mut self, labels: &mut Vec<(Span, String)>) {
        if !labels.iter().any(|(span, _)| self.is_long(*span)) {
            return;
        }
        let Some((first, rest)) = labels.split_first() else {
            return;
        };
        let Some(source) = self.find(first.0.start as usize) else {
            return;
        };
        let start = source.start as usize;
        let place = first.0.start as usize - start;
        let line = line_around(&source.text, place);
        let from = boundary(&source.text, place.saturating_sub(AROUND.0).max(line.start));
        let to = boundary(&source.text, (place + AROUND.1).min(line.end));
        let window = start + from..start + to.max(from);
        let cut = |span: Span| {
            let end = (span.end as usize).min(window.end);
            Span::new(span.start, end.max(span.start as usize) as u32)
        };
        let mut kept = vec![(cut(first.0), first.1.clone())];
        for (span, text) in rest {
            if window.contains(&(span.start as usize)) {
                kept.push((cut(*span), text.clone()));
            } else if let Some((line, column)) = self.position(span.start as usize) {
                kept[0].1 += &format!("; line {line}, column {column}: {text}");
            }
        }
        *labels = kept;
        self.window = Some(window);
    }

    fn is_long(&self, span: Span) -> bool {
        let (start, end) = (span.start as usize, span.end as usize);
        let Some(source) = self.find(start) else {
            return false;
        };
        let ends =
            [start, end].map(|offset| line_around(&source.text, offset - source.start as usize));
        end.saturating_sub(start) > LONGEST_LABEL
            || ends.iter().any(|line| line.len() > LONGEST_LINE)
    }

    fn find(&self, offset: usize) -> Option<&Arc<Source>> {
        let after = self
            .texts
            .partition_point(|source| source.start as usize <= offset);
        self.texts.get(after.checked_sub(1)?)
    }

    /// Line and column of an offset, from 1.
    fn position(&self, offset: usize) -> Option<(usize, usize)> {
        let source = self.find(offset)?;
        let before = source.text.get(..offset - source.start as usize)?;
        let line = line_around(&source.text, before.len());
        let column = before.get(line.start..)?.chars().count();
        Some((newlines(before) + 1, column + 1))
    }
}

impl SourceCode for Sources {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let source = self.find(span.offset()).ok_or(MietteError::OutOfBounds)?;
        let start = source.start as usize;
        let text = source.shown();
        let shown = match &self.window {
            // Without context it is asked where the place is.
            Some(window) if before + after > 0 => window.start - start..window.end - start,
            _ => lines(text, span.offset() - start, span.len(), before, after),
        };
        let data = text.get(shown.clone()).ok_or(MietteError::OutOfBounds)?;
        let (line, column) = self
            .position(start + shown.start)
            .ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            source.name.clone(),
            data.as_bytes(),
            (start + shown.start, data.len()).into(),
            line - 1,
            column - 1,
            newlines(data).max(1),
        )))
    }
}

/// The lines of a range, and so many before and after it; without those, the range alone.
fn lines(text: &str, offset: usize, length: usize, before: usize, after: usize) -> Range<usize> {
    let mut start = offset.min(text.len());
    let mut end = (offset + length).min(text.len());
    if before > 0 {
        start = line_around(text, start).start;
        for _ in 0..before {
            start = line_around(text, start.saturating_sub(1)).start;
        }
    }
    if after > 0 {
        // A range that ends with a line is not on the next one.
        let last = end.saturating_sub(usize::from(length > 0)).max(start);
        end = line_around(text, last).end;
        for _ in 0..after {
            end = line_around(text, (end + 1).min(text.len())).end;
        }
    }
    start..end
}

/// The line that an offset is on, without its end.
fn line_around(text: &str, offset: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let offset = offset.min(bytes.len());
    let start = memchr::memrchr(b'\n', &bytes[..offset]).map_or(0, |newline| newline + 1);
    let rest = memchr::memchr(b'\n', &bytes[offset..]);
    start..rest.map_or(bytes.len(), |length| offset + length)
}

/// The nearest end of a character at an offset or before it.
fn boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

fn newlines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

#[cfg(test)]
mod tests {
    use super::super::SourceMap;
    use crate::diagnostic::Diagnostic;
    use miette::{GraphicalReportHandler, GraphicalTheme};

    fn shown(text: &str, labels: &[(&str, &str)]) -> String {
        let sources = SourceMap::default();
        sources.add("before.flux", "1\n2\n");
        let source = sources.add("script.flux", text);
        let mut diagnostic = Diagnostic::error("code", "message");
        for (place, label) in labels {
            let start = source.start + text.find(place).unwrap() as u32;
            let span = crate::source::Span::new(start, start + place.len() as u32);
            diagnostic = diagnostic.label(span, *label);
        }
        let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
        let mut out = String::new();
        let report = diagnostic.report(sources.snapshot());
        handler.render_report(&mut out, report.as_ref()).unwrap();
        out
    }

    #[test]
    fn the_lines_around_are_shown() {
        let out = shown("a\nb\nc c2\nd\ne", &[("c2", "here")]);
        assert!(out.contains("script.flux:3:3"), "{out}");
        let lines = ["2 │ b", "3 │ c c2", "4 │ d"];
        assert!(lines.iter().all(|line| out.contains(line)), "{out}");
        assert!(!out.contains("5 │ e") && !out.contains("1 │ a"), "{out}");
    }

    #[test]
    fn long_lines_are_cut_and_far_labels_told() {
        let text = format!(
            "x\ny {} here {} there",
            "ä".repeat(70_000),
            "(".repeat(70_000)
        );
        let out = shown(&text, &[("here", "this"), ("there", "that")]);
        assert!(out.contains("script.flux:2:70004"), "{out}");
        assert!(out.contains("this; line 2, column 140010: that"), "{out}");
        assert!(out.len() < 2000, "{out}");
        // A place that goes over all of it.
        let out = shown(&text, &[(text.as_str(), "all")]);
        assert!(out.contains("script.flux:1:1") && out.len() < 2000, "{out}");
    }
}
