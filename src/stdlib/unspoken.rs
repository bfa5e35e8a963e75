//! What packages say that would need a service which fluxlite does not speak to. Their functions
//! are declared, so that scripts are checked as everywhere, and fail when they are called.

use crate::diagnostic::Failure;

/// Refuses a call, and says what to do instead.
pub fn refused(function: &str, service: &str, instead: &str) -> Failure {
    let message = format!("`{function}` needs {service}, which fluxlite does not speak to");
    Failure::new("flux::stdlib::unspoken", message).help(instead.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::session::testing::{check, check_value};

    #[test]
    fn calls_say_what_to_do_instead() {
        let refuses = |import: &str, call: &str, function: &str, service: &str| {
            let expected =
                format!("error: `{function}` needs {service}, which fluxlite does not speak to");
            check_value(&format!("import \"{import}\"\n{call}"), &expected);
        };
        let database = "a SQL database";
        refuses(
            "sql",
            "sql.from(driverName: \"sqlite3\", dataSourceName: \"a.db\", query: \"select 1\")",
            "sql.from",
            database,
        );
        refuses(
            "socket",
            "socket.from(url: \"tcp://127.0.0.1:1\")",
            "socket.from",
            "a socket",
        );
        refuses(
            "experimental/bigtable",
            "bigtable.from(token: \"\", project: \"p\", instance: \"i\", table: \"t\")",
            "bigtable.from",
            "Google Cloud Bigtable",
        );
        let iox = "the query service of InfluxDB IOx";
        refuses(
            "experimental/iox",
            "iox.from(bucket: \"b\", measurement: \"m\")",
            "iox.from",
            iox,
        );
        refuses(
            "experimental/iox",
            "iox.sql(bucket: \"b\", query: \"select 1\")",
            "iox.sql",
            iox,
        );
        refuses(
            "experimental/mqtt",
            "mqtt.publish(broker: \"tcp://127.0.0.1:1\", topic: \"t\", message: \"m\")",
            "mqtt.publish",
            "an MQTT broker",
        );
    }

    #[test]
    fn outputs_fail_before_anything_is_read() {
        let refuses = |import: &str, call: &str, function: &str, service: &str| {
            let script = format!(
                "import \"array\"\nimport \"{import}\"\narray.from(rows: [{{a: 1}}]) |> {call}"
            );
            let expected =
                format!("error: `{function}` needs {service}, which fluxlite does not speak to");
            check(&script, &expected);
        };
        refuses(
            "sql",
            "sql.to(driverName: \"sqlite3\", dataSourceName: \"a.db\", table: \"t\")",
            "sql.to",
            "a SQL database",
        );
        refuses(
            "kafka",
            "kafka.to(brokers: [\"127.0.0.1:1\"], topic: \"t\")",
            "kafka.to",
            "a Kafka cluster",
        );
        refuses(
            "experimental/mqtt",
            "mqtt.to(broker: \"tcp://127.0.0.1:1\")",
            "mqtt.to",
            "an MQTT broker",
        );
    }
}
