//! What stands before an input, and where an input ends.

use super::commands::is_command;
use fluxlite::syntax::is_incomplete;
use reedline::{
    PromptEditMode, PromptHistorySearch, PromptHistorySearchStatus, ValidationResult, Validator,
};
use std::borrow::Cow;

/// `> `, and `… ` before further lines.
pub struct Prompt;

impl reedline::Prompt for Prompt {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        "".into()
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        "".into()
    }

    fn render_prompt_indicator(&self, _: PromptEditMode) -> Cow<'_, str> {
        "> ".into()
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        "… ".into()
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        let found = match search.status {
            PromptHistorySearchStatus::Passing => "search",
            PromptHistorySearchStatus::Failing => "not found",
        };
        format!("({found}: {}) ", search.term).into()
    }
}

/// An input ends with the line that completes it.
pub struct Ends;

impl Validator for Ends {
    fn validate(&self, line: &str) -> ValidationResult {
        match !is_command(line) && is_incomplete(line) {
            true => ValidationResult::Incomplete,
            false => ValidationResult::Complete,
        }
    }
}
