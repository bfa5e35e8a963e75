//! The line editor: prompt, several lines until an input is whole, history, completion.

use super::Interactive;
use fluxlite::reference;
use fluxlite::session::Session;
use fluxlite::syntax;
use reedline::{
    ColumnarMenu, Completer, CompletionResult, EditCommand, Emacs, FileBackedHistory, KeyCode,
    KeyModifiers, MenuBuilder, Prompt, PromptEditMode, PromptHistorySearch, Reedline,
    ReedlineEvent, ReedlineMenu, Signal, Span, Suggestion, ValidationResult, Validator,
    default_emacs_keybindings,
};
use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

/// How many inputs are remembered.
const REMEMBERED: usize = 1_000;

/// What completions are shown in.
const MENU: &str = "completions";

/// Names that are defined, for completion.
type Names = Arc<Mutex<Vec<String>>>;

/// Reads inputs until Ctrl-D.
pub fn run(mut repl: Interactive) -> ExitCode {
    let names = Names::default();
    let completer = Box::new(Completing(Arc::clone(&names)));
    let menu = Box::new(ColumnarMenu::default().with_name(MENU));
    let mut keys = default_emacs_keybindings();
    keys.add_binding(
        KeyModifiers::NONE,
        KeyCode::Tab,
        ReedlineEvent::UntilFound(vec![
            ReedlineEvent::Menu(MENU.into()),
            ReedlineEvent::MenuNext,
        ]),
    );
    keys.add_binding(
        KeyModifiers::ALT,
        KeyCode::Enter,
        ReedlineEvent::Edit(vec![EditCommand::InsertNewline]),
    );
    let mut editor = Reedline::create()
        .with_validator(Box::new(Whole))
        .with_completer(completer)
        .with_menu(ReedlineMenu::EngineCompleter(menu))
        .with_edit_mode(Box::new(Emacs::new(keys)))
        .with_quick_completions(true);
    if let Some(history) = history() {
        editor = editor.with_history(Box::new(history));
    }
    loop {
        *names.lock().unwrap_or_else(PoisonError::into_inner) = defined(repl.session());
        match editor.read_line(&Flux) {
            Ok(Signal::Success(text)) => {
                if repl.input(&text).is_none() {
                    return ExitCode::SUCCESS;
                }
            }
            // Ctrl-C clears the line.
            Ok(Signal::CtrlC) => {}
            // Ctrl-D leaves, and so does a terminal that is gone.
            _ => return ExitCode::SUCCESS,
        }
    }
}

fn defined(session: &Session) -> Vec<String> {
    session.defined().iter().map(ToString::to_string).collect()
}

/// The history file in the user's folder for such things; no one else may read it.
fn history() -> Option<FileBackedHistory> {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    let folder = data.or_else(home)?.join("fluxlite");
    fs::create_dir_all(&folder).ok()?;
    let file = folder.join("history");
    keep_private(&file)?;
    FileBackedHistory::with_file(REMEMBERED, file).ok()
}

#[cfg(unix)]
fn keep_private(file: &std::path::Path) -> Option<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let opened = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(file)
        .ok()?;
    opened
        .set_permissions(fs::Permissions::from_mode(0o600))
        .ok()
}

#[cfg(not(unix))]
fn keep_private(_file: &std::path::Path) -> Option<()> {
    Some(())
}

/// An input is whole when the parser says so; a command always is.
struct Whole;

impl Validator for Whole {
    fn validate(&self, line: &str) -> ValidationResult {
        match !line.trim_start().starts_with(':') && syntax::is_unfinished(line) {
            true => ValidationResult::Incomplete,
            false => ValidationResult::Complete,
        }
    }
}

/// The prompt.
struct Flux;

impl Prompt for Flux {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        "flux".into()
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        "".into()
    }

    fn render_prompt_indicator(&self, _mode: PromptEditMode) -> Cow<'_, str> {
        "> ".into()
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        "    | ".into()
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        format!("(search: {}) ", search.term).into()
    }
}

/// Completes names, members of packages, and import paths.
struct Completing(Names);

impl Completer for Completing {
    fn complete(&mut self, line: &str, at: usize) -> CompletionResult {
        let before = line.get(..at).unwrap_or("");
        let (start, found) = completions(
            before,
            &self.0.lock().unwrap_or_else(PoisonError::into_inner),
        );
        let suggestion = |value: String| Suggestion {
            value,
            span: Span::new(start, at),
            ..Suggestion::default()
        };
        let suggestions: Vec<Suggestion> = found.into_iter().map(suggestion).collect();
        CompletionResult::fresh(suggestions)
    }
}

/// Where the word before the cursor begins, and what it may become.
fn completions(before: &str, defined: &[String]) -> (usize, Vec<String>) {
    if let Some(quote) = before.rfind('"')
        && before[..quote].trim_end().ends_with("import")
    {
        let start = quote + 1;
        let paths = fluxlite::stdlib::PACKAGES
            .iter()
            .map(|package| package.path);
        return (start, matching(paths, &before[start..]));
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_word(*c))
        .last()
        .map_or(before.len(), |(index, _)| index);
    let word = &before[start..];
    if let Some(owner) = before[..start].strip_suffix('.') {
        let from = owner
            .rfind(|c: char| !is_word(c))
            .map_or(0, |index| index + 1);
        let package = owner.get(from..).unwrap_or("");
        let members = reference::packages_named(package).flat_map(reference::members);
        return (start, matching(members, word));
    }
    let names = reference::names();
    let plain = names.iter().filter(|name| !name.contains(['.', '/']));
    let all = plain.chain(defined).map(String::as_str);
    (start, matching(all, word))
}

fn matching<'n>(names: impl Iterator<Item = &'n str>, word: &str) -> Vec<String> {
    let mut found: Vec<String> = names
        .filter(|name| name.starts_with(word))
        .map(str::to_owned)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, start: usize, expected: &str) {
        let (from, found) = completions(before, &["my_data".into()]);
        assert_eq!(from, start, "{before}");
        assert!(
            found.iter().any(|one| one == expected),
            "{before}: {found:?}"
        );
    }

    #[test]
    fn names_members_and_paths_are_completed() {
        check("x |> filt", 5, "filter");
        check("my_", 0, "my_data");
        check(
            "import \"influxdata/influxdb/sec",
            8,
            "influxdata/influxdb/secrets",
        );
        check("array.f", 6, "from");
    }

    #[test]
    fn inputs_are_whole_or_not() {
        let whole = |text: &str| matches!(Whole.validate(text), ValidationResult::Complete);
        assert!(whole("a = 1") && whole(":help x") && whole("a = )"));
        assert!(!whole("f = (r) => {") && !whole("a |>") && !whole("\"open"));
        assert!(!whole("x = 1 +") && !whole("array.from(rows: [{a: 1}],"));
    }
}
