//! A session that evaluates one input after another in one scope.

use super::{Session, on_large_stack, report};
use crate::diagnostic::Diagnostic;
use crate::engine::{self, ResultConsumer};
use crate::eval::Evaluated;
use crate::value::{Host as _, Root};

impl Session {
    /// Evaluates an input: what it defines, imports and sets is there for all inputs after it.
    /// One that fails leaves nothing behind. What it registers is computed by [`Self::compute`].
    ///
    /// # Errors
    /// What is wrong with the text, or what its evaluation fails with.
    pub fn enter(&self, name: &str, text: &str) -> Result<Evaluated, Vec<Diagnostic>> {
        on_large_stack(|| {
            let clock = || self.evaluator.world().now();
            let now = self.now.unwrap_or_else(clock);
            self.evaluator.enter(name, text, now)
        })
    }

    /// Computes what an input registered. What it defined stays, whatever comes of this.
    ///
    /// # Errors
    /// What the run fails with.
    pub fn compute(
        &self,
        roots: &[Root],
        consumer: &mut dyn ResultConsumer,
    ) -> Result<(), Vec<Diagnostic>> {
        if roots.is_empty() {
            return Ok(());
        }
        on_large_stack(|| {
            let context = self.evaluator.context();
            self.evaluator
                .pass(|| engine::run(&context, roots, consumer))
                .map_err(report)
        })
    }

    /// All names that the next input may use without defining them.
    pub fn names(&self) -> Vec<String> {
        self.evaluator.names()
    }

    /// What may follow a name and a dot: members of an imported package, labels of a record.
    pub fn members(&self, name: &str) -> Vec<String> {
        self.evaluator.members(name)
    }

    /// The import path of the package that a name stands for.
    pub fn package_called(&self, name: &str) -> Option<&'static str> {
        self.evaluator.package_called(name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::*;
    use crate::time::Time;
    use crate::world::testing::Nowhere;
    use std::sync::Arc;

    fn session() -> Session {
        let settings = Settings {
            now: Some(Time(90_000_000_000_000)),
            parameters: vec![("v.bucket".into(), "b".into())],
            ..Settings::default()
        };
        Session::new(Arc::new(Nowhere::default()), settings)
    }

    /// What an input shows: its values, and how many streams; or what is wrong with it.
    fn entered(session: &Session, input: &str) -> String {
        match session.enter("input", input) {
            Ok(evaluated) => {
                let values = evaluated.values.iter().map(|value| value.to_string());
                let streams = evaluated.roots.iter().map(|root| match root {
                    Root::Result { name, .. } => format!("result {name}"),
                    Root::Effect(_) => "effect".into(),
                });
                values.chain(streams).collect::<Vec<_>>().join(", ")
            }
            Err(diagnostics) => format!("error: {}", diagnostics[0].message),
        }
    }

    /// Enters inputs into one session; each shows what stands beside it.
    #[track_caller]
    fn check(dialogue: &[(&str, &str)]) {
        let session = session();
        for (input, expected) in dialogue {
            assert_eq!(entered(&session, input), *expected, "{input}");
        }
    }

    #[test]
    fn definitions_and_imports_stay() {
        check(&[
            ("x = 1", ""),
            ("x + 1", "2"),
            ("x = x + 41", ""),
            ("x", "42"),
            ("import m \"math\"", ""),
            ("m.abs(x: -1.5)", "1.5"),
            ("1 2", "1, 2"),
            ("v.bucket", "b"),
            ("v.other", "error: the parameter `v.other` is not set"),
            ("v = {other: 1}", ""),
            ("v.other", "1"),
        ]);
    }

    #[test]
    fn functions_keep_the_meaning_of_their_names() {
        check(&[
            ("x = 1\nf = (y) => x + y", ""),
            ("g = (y=x) => f(y: y) + x", ""),
            ("x = 10", ""),
            ("f(y: 1)", "2"),
            ("g()", "3"),
            ("sum = (a, b) => a + b", ""),
            ("sum(a: 1, b: 2)", "3"),
        ]);
    }

    #[test]
    fn types_are_checked_across_inputs() {
        check(&[
            ("n = 1\nf = (x) => x + n", ""),
            ("f(x: \"a\")", "error: expected `int`, found `string`"),
            ("import \"math\"", ""),
            (
                "math.abs(x: \"a\")",
                "error: abs: expected argument `x` to be of type float, got type string",
            ),
            ("sum = (text) => text + \"!\"", ""),
            ("sum(text: \"a\")", "a!"),
            ("from = 1", ""),
            ("from + 1", "2"),
        ]);
    }

    #[test]
    fn options_stay_and_are_seen_by_all() {
        check(&[
            ("now()", "1970-01-02T01:00:00.000000000Z"),
            ("option now = () => 2020-01-01T00:00:00Z", ""),
            ("now()", "2020-01-01T00:00:00.000000000Z"),
            ("option now = () => 2021-01-01T00:00:00Z", ""),
            ("today()", "2021-01-01T00:00:00.000000000Z"),
            ("option level = 1\nf = () => level", ""),
            ("option level = 2", ""),
            ("f()", "2"),
            ("import \"influxdata/influxdb/tasks\"", ""),
            ("option tasks.lastSuccessTime = 2020-02-02T00:00:00Z", ""),
            (
                "tasks.lastSuccess(orTime: -1h)",
                "2020-02-02T00:00:00.000000000Z",
            ),
        ]);
    }

    #[test]
    fn an_input_that_fails_leaves_nothing_behind() {
        check(&[
            ("option level = 1", ""),
            ("import \"influxdata/influxdb/tasks\"", ""),
            (
                "option now = () => 2020-01-01T00:00:00Z\noption level = 2\noption tasks.lastSuccessTime = 2020-02-02T00:00:00Z\nx = 1\nimported = die(msg: \"no\")",
                "error: no",
            ),
            ("level", "1"),
            ("now()", "1970-01-02T01:00:00.000000000Z"),
            (
                "tasks.lastSuccess(orTime: -1h)",
                "1970-01-02T00:00:00.000000000Z",
            ),
            ("x", "error: undefined identifier `x`"),
            (
                "y = 1 +",
                "error: expected an expression, found the end of the text",
            ),
            ("y", "error: undefined identifier `y`"),
            (
                "import \"array\"\nundefined",
                "error: undefined identifier `undefined`",
            ),
            ("array", "error: undefined identifier `array`"),
        ]);
    }

    #[test]
    fn streams_are_results_each_time_they_are_asked_for() {
        check(&[
            ("import \"array\"", ""),
            ("a = array.from(rows: [{v: 1}])", ""),
            ("a", "result _result"),
            ("a", "result _result"),
            ("b = a |> yield(name: \"b\")", "result b"),
            ("b", "result b"),
            ("b |> limit(n: 1)", "result _result"),
            (
                "a |> yield(name: \"y\") |> limit(n: 1)\n1",
                "1, result y, result _result",
            ),
            ("die(msg: \"gone\")\na", "error: gone"),
            ("2", "2"),
        ]);
    }

    #[test]
    fn what_can_be_completed() {
        let session = session();
        entered(&session, "import d \"date\"\nmine = {a: 1, _b: 2}");
        let names = session.names();
        for name in ["d", "mine", "from", "aggregateWindow", "v", "location"] {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
        assert_eq!(session.members("mine"), ["a", "_b"]);
        assert_eq!(session.members("v"), ["bucket"]);
        assert!(session.members("d").contains(&"truncate".to_owned()));
        assert_eq!(session.package_called("d"), Some("date"));
        assert!(session.members("nothing").is_empty());
    }
}
