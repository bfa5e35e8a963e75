//! What all errors share: a failure that knows no place yet, and the report that a user reads.

use crate::source::{Sources, Span};
use std::fmt;
use std::sync::Arc;

/// An error without a place in the script. Library code raises these; `eval/call.rs` alone adds
/// the place and the trace of calls that led there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Stable, never renumbered: `flux::eval::divide_by_zero`.
    pub code: &'static str,
    /// What went wrong, in one sentence without a final dot.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What stands at the place, when that says more than the message.
    pub label: Option<String>,
    /// Where it happened and what called that, innermost first. Library code leaves it empty.
    pub trace: Vec<Frame>,
}

/// One step on the way to a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The call, or the expression that failed.
    pub span: Span,
    /// The function that was called there, if it was a call.
    pub function: Option<Arc<str>>,
}

impl Failure {
    /// A failure with a code and a message.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: None,
            label: None,
            trace: Vec::new(),
        }
    }

    /// Adds what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what stands at the place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds the place, unless a deeper one is known already.
    pub fn at(mut self, span: Span) -> Self {
        if self.trace.is_empty() {
            self.trace.push(Frame {
                span,
                function: None,
            });
        }
        self
    }

    /// Adds a call that led here.
    pub fn called(mut self, span: Span, function: Arc<str>) -> Self {
        self.trace.push(Frame {
            span,
            function: Some(function),
        });
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; the script runs.
    Warning,
    /// The script does not run, or did not run to its end.
    Error,
}

/// One finding about a text, of whatever phase: what the user reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Stable, never renumbered.
    pub code: &'static str,
    /// What went wrong.
    pub message: String,
    /// Places and what stands there; the first is where the error is.
    pub labels: Vec<(Span, String)>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            labels: Vec::new(),
            help: None,
        }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Adds a place and what stands there.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    /// Adds what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The report that miette draws, over the texts it points into.
    pub fn report(&self, mut sources: Sources) -> miette::Report {
        let mut shown = self.clone();
        sources.cut_to(&mut shown.labels);
        miette::Report::new(Rendered(shown)).with_source_code(sources)
    }
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Self {
        let mut diagnostic = Self::error(failure.code, failure.message);
        diagnostic.help = failure.help;
        let mut place = failure.label.unwrap_or_else(|| "here".into());
        for frame in failure.trace {
            let called = frame
                .function
                .map(|name| format!("`{name}` is called here"));
            let known = diagnostic
                .labels
                .iter()
                .any(|(span, _)| *span == frame.span);
            if !known {
                let text = match called {
                    Some(call) if !diagnostic.labels.is_empty() => call,
                    _ => std::mem::take(&mut place),
                };
                diagnostic.labels.push((frame.span, text));
            }
        }
        diagnostic
    }
}

/// The first of many diagnostics, and how many more there were: nobody reads them all, and each
/// takes time to show.
pub fn first_of(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let more = diagnostics.len().saturating_sub(MOST);
    // One more would say no less than that there is one more.
    if more > 1 {
        let left_out = diagnostics.split_off(MOST);
        let is_error = |one: &Diagnostic| one.severity == Severity::Error;
        let message = format!("{more} more of these were found, and are not shown");
        diagnostics.push(match left_out.iter().any(is_error) {
            true => Diagnostic::error("flux::more", message),
            false => Diagnostic::warning("flux::more", message),
        });
    }
    diagnostics
}

/// How many diagnostics of one script are told.
const MOST: usize = 200;

/// A [`Diagnostic`] as miette's trait wants it.
#[derive(Debug)]
struct Rendered(Diagnostic);

impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Rendered {}

impl miette::Diagnostic for Rendered {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.0.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.0.severity {
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.0.help.as_ref()?;
        Some(Box::new(help))
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        let mut primary = true;
        Some(Box::new(self.0.labels.iter().map(move |(span, text)| {
            let text = Some(text.clone());
            if std::mem::take(&mut primary) {
                miette::LabeledSpan::new_primary_with_span(text, *span)
            } else {
                miette::LabeledSpan::new_with_span(text, *span)
            }
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_diagnostics_the_first_are_told() {
        let told = |warnings: usize, errors: usize| {
            let warnings = (0..warnings).map(|_| Diagnostic::warning("flux::lint::test", "w"));
            let errors = (0..errors).map(|_| Diagnostic::error("flux::test", "e"));
            let told = first_of(warnings.chain(errors).collect());
            let last = told
                .last()
                .map(|last| (last.severity, last.message.clone()));
            (told.len(), last)
        };
        let said = |text: &str| text.to_owned();
        assert_eq!(told(0, 0), (0, None));
        let all = told(201, 0);
        assert_eq!(all, (201, Some((Severity::Warning, said("w")))));
        let more = said("50 more of these were found, and are not shown");
        let first = told(250, 0);
        assert_eq!(first, (201, Some((Severity::Warning, more.clone()))));
        assert_eq!(told(249, 1), (201, Some((Severity::Error, more))));
    }
}
