//! Inputs that are typed.

use super::super::exit;
use super::super::report::wants_color;
use super::Dialogue;
use super::commands::Outcome;
use super::completion::Names;
use super::history;
use super::prompt::{Ends, Prompt};
use fluxlite::diagnostic::Diagnostic;
use reedline::{
    ColumnarMenu, EditCommand, Emacs, KeyCode, KeyModifiers, MenuBuilder, Reedline, ReedlineEvent,
    ReedlineMenu, Signal, default_emacs_keybindings,
};
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

/// Takes inputs until the user has had enough.
pub fn talk(mut dialogue: Dialogue<'_>) -> ExitCode {
    let mut editor = editor(&dialogue);
    if !dialogue.arguments.evaluation.quiet {
        let version = env!("CARGO_PKG_VERSION");
        let greeting = format!("fluxlite {version}; `:help` lists the commands, Ctrl-D leaves");
        // A greeting that nobody sees is no loss.
        let _ = writeln!(io::stderr(), "{greeting}");
    }
    loop {
        match editor.read_line(&Prompt) {
            Ok(Signal::Success(input)) => {
                if dialogue.take(&input) == Outcome::Quit {
                    return ExitCode::SUCCESS;
                }
            }
            Ok(Signal::CtrlD) => return ExitCode::SUCCESS,
            // The line is cleared.
            Ok(_) => {}
            Err(error) => {
                let message = format!("cannot read from the terminal: {error}");
                let gone = Diagnostic::error("flux::repl::terminal", message);
                dialogue.reporter.print(&gone);
                return ExitCode::from(exit::FAILED);
            }
        }
    }
}

fn editor(dialogue: &Dialogue<'_>) -> Reedline {
    let mut keys = default_emacs_keybindings();
    let complete = ReedlineEvent::UntilFound(vec![
        ReedlineEvent::Menu(MENU.into()),
        ReedlineEvent::MenuNext,
    ]);
    keys.add_binding(KeyModifiers::NONE, KeyCode::Tab, complete);
    let newline = ReedlineEvent::Edit(vec![EditCommand::InsertNewline]);
    keys.add_binding(KeyModifiers::ALT, KeyCode::Enter, newline);
    let menu = ColumnarMenu::default().with_name(MENU);
    let editor = Reedline::create()
        .with_ansi_colors(wants_color(dialogue.color, true))
        .with_validator(Box::new(Ends))
        .with_completer(Box::new(Names(Arc::clone(&dialogue.session))))
        .with_quick_completions(true)
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(menu)))
        .with_edit_mode(Box::new(Emacs::new(keys)))
        // A space before an input keeps it out of the history: it may hold a token.
        .with_history_exclusion_prefix(Some(" ".into()))
        .use_bracketed_paste(true);
    match history::open() {
        Ok(Some(history)) => editor.with_history(history),
        Ok(None) => editor,
        Err(warning) => {
            dialogue.reporter.print(&warning);
            editor
        }
    }
}

const MENU: &str = "completion";
