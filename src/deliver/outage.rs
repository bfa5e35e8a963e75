//! Times at which a destination cannot be written: one thread tries again and again, the others
//! wait for it, so that a server in trouble is not asked by all of them.

use super::transport::Problem;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The outages of one destination.
#[derive(Debug, Default)]
pub(super) struct Outages {
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_one: bool,
    /// How many are over.
    over: u64,
    /// Until when the server wants to be left alone, as others than the one who tries were told,
    /// and why.
    asked: Option<(Duration, Problem)>,
}

/// One outage; it is over when this is dropped.
#[derive(Debug)]
pub(super) struct Outage<'o>(&'o Outages);

impl Outages {
    /// Waits until there is none. Gives how many there have been.
    pub(super) fn pass(&self) -> u64 {
        let ended = &self.ended;
        let state = ended.wait_while(self.state(), |state| state.is_one);
        state.unwrap_or_else(PoisonError::into_inner).over
    }

    /// Begins one, of which a server told in answer to what was sent after so many. None if there
    /// is one, which then lasts until the time that the server asks for; or if there was one that
    /// is over since then, and the server asks for nothing.
    pub(super) fn begin(
        &self,
        before: u64,
        asked: Option<Duration>,
        problem: &Problem,
    ) -> Option<Outage<'_>> {
        let mut state = self.state();
        if !state.is_one {
            state.is_one = before == state.over || asked.is_some();
            return state.is_one.then(|| Outage(self));
        }
        if let Some(until) = asked
            && state.asked.as_ref().is_none_or(|(known, _)| until > *known)
        {
            state.asked = Some((until, problem.clone()));
        }
        None
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Outage<'_> {
    /// How much longer than now the server wants to be left alone, as others were told.
    pub(super) fn asked(&self, now: Duration) -> Option<(Duration, Problem)> {
        let asked = self.0.state().asked.clone();
        asked
            .map(|(until, problem)| (until.saturating_sub(now), problem))
            .filter(|(left, _)| !left.is_zero())
    }
}

impl Drop for Outage<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        *state = State {
            over: state.over + 1,
            ..State::default()
        };
        self.0.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_news_begins_an_outage() {
        let outages = Outages::default();
        let problem = Problem::new("flux::test", "503", "");
        let seconds = Duration::from_secs;
        let begin =
            |before, asked: Option<u64>| outages.begin(before, asked.map(seconds), &problem);
        let before = outages.pass();
        let outage = begin(before, Some(5)).unwrap();
        assert_eq!(outage.asked(seconds(0)), None, "it knows its own wait");
        assert!(begin(before, Some(9)).is_none());
        assert!(begin(before, Some(7)).is_none());
        let (left, _) = outage.asked(seconds(2)).unwrap();
        assert_eq!(left, seconds(7), "the longest wait counts");
        assert_eq!(outage.asked(seconds(9)), None);
        drop(outage);
        // What was sent before it ended is sent again, unless the server asks to wait.
        assert!(begin(before, None).is_none());
        let outage = begin(before, Some(1)).unwrap();
        assert_eq!(
            outage.asked(seconds(0)),
            None,
            "what was asked then is over"
        );
        drop(outage);
        assert!(begin(outages.pass(), None).is_some());
    }
}
