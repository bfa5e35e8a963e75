//! Packages in whole scripts: what the services are sent, and what comes of streams.

use crate::session::testing::{check, check_value, run};
use crate::world::testing::Echo;
use std::sync::Arc;

/// Sends a row through an endpoint, and compares where to, the header lines and the body of what
/// was sent, and the columns that say how it went.
#[track_caller]
fn check_endpoint(package: &str, endpoint: &str, row: &str, sent: [&str; 3], columns: &str) {
    let script = format!(
        "import \"array\"\nimport p \"{package}\"
        send = p.endpoint({endpoint})
        array.from(rows: [{{v: 1}}]) |> send(mapFn: (r) => ({row}))() |> drop(columns: [\"v\"])"
    );
    let world = Arc::new(Echo::default());
    assert_eq!(run(world.clone(), &script), format!("{columns}\n"));
    let requests = world.requests.lock().unwrap();
    assert_eq!(requests.len(), 1, "a row is sent once");
    let request = &requests[0];
    let headers = request.headers.iter();
    let headers: Vec<String> = headers
        .filter(|(name, _)| **name != *"Content-Type")
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    let body = String::from_utf8_lossy(&request.body);
    assert_eq!([&*request.url, &headers.join("\n"), &body], sent);
}

const SENT: &str = "[] _status:string _sent:string\n200 true";

#[test]
fn slack() {
    check_endpoint(
        "slack",
        "url: \"http://slack.test\", token: \"t\"",
        "{channel: \"#c\", text: \"x\", color: \"good\"}",
        [
            "http://slack.test",
            "Authorization: Bearer t",
            r##"{"attachments":[{"color":"good","mrkdwn_in":["text"],"text":"x"}],"channel":"#c"}"##,
        ],
        SENT,
    );
    check_value(
        "import \"slack\"\nslack.message(channel: \"c\", text: \"x\", color: \"blue\")",
        "error: could not parse color string",
    );
}

#[test]
fn pushbullet() {
    check_endpoint(
        "pushbullet",
        "url: \"http://push.test\", token: \"t\"",
        "{title: \"a\", text: \"b\"}",
        [
            "http://push.test",
            "Access-Token: t",
            r#"{"body":"b","title":"a","type":"note"}"#,
        ],
        SENT,
    );
}

#[test]
fn pagerduty() {
    let row = |more: &str| {
        format!(
            "{{routingKey: \"k\", client: \"c\", clientURL: \"u\", class: \"l\", group: \"g\", severity: \"info\", eventAction: \"trigger\", source: \"s\", summary: \"y\", timestamp: 2024-01-01T00:00:00Z{more}}}"
        )
    };
    let body = |key: &str, component: &str, details: &str| {
        format!(
            r#"{{"client":"c","client_url":"u","dedup_key":"{key}","event_action":"trigger","payload":{{"class":"l","component":"{component}",{details}"group":"g","severity":"info","source":"s","summary":"y","timestamp":"2024-01-01T00:00:00Z"}},"routing_key":"k"}}"#
        )
    };
    let key = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let cases = [
        ("", "", ""),
        (
            ", component: \"o\", customDetails: {d: 1}",
            "o",
            r#""custom_details":{"d":1},"#,
        ),
    ];
    for (more, component, details) in cases {
        let body = body(key, component, details);
        check_endpoint(
            "pagerduty",
            "url: \"http://pager.test\"",
            &row(more),
            [
                "http://pager.test",
                "Accept: application/vnd.pagerduty+json;version=2",
                &body,
            ],
            &format!(
                "[] _pagerdutyDedupKey:string _sent:string _status:string _body:string\n{key} true 200 {body}"
            ),
        );
    }
    check_value(
        "import \"pagerduty\"\n[pagerduty.severityFromLevel(level: \"OK\"), pagerduty.severityFromLevel(level: \"?\"), pagerduty.actionFromLevel(level: \"ok\")]",
        "[info, error, resolve]",
    );
}

#[test]
fn opsgenie() {
    check_endpoint(
        "contrib/sranka/opsgenie",
        "url: \"http://ops.test\", apiKey: \"k\"",
        "{message: \"m\", alias: \"\", description: \"d\", priority: \"P12\", responders: [\"team:t\"], tags: [\"a\"], actions: [\"b\"], visibleTo: [], details: \"{\\\"x\\\":1}\"}",
        [
            "http://ops.test",
            "Authorization: GenieKey k",
            r#"{"message":"m","alias":"m","description":"d","responders":[{"type":"team","name":"t"}],"visibleTo":[],"actions":["b"],"tags":["a"],"details":{"x":1},"entity":"","priority":"P1"}"#,
        ],
        SENT,
    );
}

#[test]
fn sensu() {
    check_endpoint(
        "contrib/sranka/sensu",
        "url: \"http://sensu.test\", apiKey: \"k\", entityName: \"a b\"",
        "{checkName: \"c d\", text: \"t\", status: 2}",
        [
            "http://sensu.test/api/core/v2/namespaces/default/events",
            "Authorization: Key k",
            r#"{"check":{"handlers":[],"interval":60,"metadata":{"name":"c_d"},"output":"t","state":"failing","status":2},"entity":{"entity_class":"proxy","metadata":{"name":"a_b"}}}"#,
        ],
        "[] _sent:string\ntrue",
    );
}

#[test]
fn teams() {
    check_endpoint(
        "contrib/sranka/teams",
        "url: \"http://teams.test\"",
        "{title: \"a\", text: \"0123456789012345678901234567890123456789012345678901234567890123456789more\", summary: \"\"}",
        [
            "http://teams.test",
            "",
            r#"{"@context":"http://schema.org/extensions","@type":"MessageCard","summary":"0123456789012345678901234567890123456789012345678901234567890123456789...","text":"0123456789012345678901234567890123456789012345678901234567890123456789more","title":"a"}"#,
        ],
        SENT,
    );
}

#[test]
fn telegram() {
    check_endpoint(
        "contrib/sranka/telegram",
        "url: \"http://telegram.test/bot\", token: \"t\"",
        "{channel: \"-1\", text: \"x\", silent: false}",
        [
            "http://telegram.test/bott/sendMessage",
            "",
            r#"{"chat_id":"-1","disable_notification":false,"disable_web_page_preview":false,"parse_mode":"MarkdownV2","text":"x"}"#,
        ],
        SENT,
    );
}

#[test]
fn webexteams() {
    check_endpoint(
        "contrib/sranka/webexteams",
        "url: \"http://webex.test\", token: \"t\"",
        "{roomId: \"r\", text: \"x\", markdown: \"*x*\"}",
        [
            "http://webex.test/v1/messages",
            "Authorization: Bearer t",
            r#"{"markdown":"*x*","roomId":"r","text":"x"}"#,
        ],
        SENT,
    );
}

#[test]
fn discord() {
    check_endpoint(
        "contrib/chobbs/discord",
        "webhookToken: \"t\", webhookID: \"i\", username: \"u\"",
        "{content: \"x\"}",
        [
            "https://discordapp.com/api/webhooks/i/t",
            "",
            r#"{"avatar_url":"","content":"x","username":"u"}"#,
        ],
        SENT,
    );
}

#[test]
fn alerta() {
    check_endpoint(
        "contrib/bonitoo-io/alerta",
        "url: \"http://alerta.test\", apiKey: \"k\", environment: \"e\"",
        "{resource: \"r\", event: \"v\", severity: \"s\", service: [\"x\"], group: \"g\", value: \"1\", text: \"t\", tags: [\"a\"], attributes: {b: \"c\"}, type: \"y\", timestamp: 2024-01-01T00:00:00.1234567Z}",
        [
            "http://alerta.test",
            "Authorization: Key k",
            r#"{"attributes":{"b":"c"},"createTime":"2024-01-01T00:00:00.123Z","environment":"e","event":"v","group":"g","origin":"","resource":"r","service":["x"],"severity":"s","tags":["a"],"text":"t","type":"y","value":"1"}"#,
        ],
        SENT,
    );
}

#[test]
fn servicenow() {
    check_endpoint(
        "contrib/bonitoo-io/servicenow",
        "url: \"http://now.test\", username: \"u\", password: \"p\"",
        "{node: \"n\", metricType: \"t\", resource: \"r\", metricName: \"m\", messageKey: \"k\", description: \"d\", severity: \"minor\", additionalInfo: {a: 1}}",
        [
            "http://now.test",
            "Authorization: Basic dTpw",
            r#"{"records":[{"additional_info":"{\"a\":1}","description":"d","message_key":"k","metric_name":"m","node":"n","resource":"r","severity":"3","source":"Flux","type":"t"}]}"#,
        ],
        SENT,
    );
}

#[test]
fn victorops() {
    check_endpoint(
        "contrib/bonitoo-io/victorops",
        "url: \"http://victor.test\"",
        "{messageType: \"CRITICAL\", entityID: \"i\", entityDisplayName: \"n\", stateMessage: \"m\", timestamp: 1970-01-01T00:01:00Z}",
        [
            "http://victor.test",
            "",
            r#"{"entity_display_name":"n","entity_id":"i","message_type":"CRITICAL","monitoring_tool":"InfluxDB","state_message":"m","state_start_time":60}"#,
        ],
        SENT,
    );
}

#[test]
fn zenoss() {
    let row = "{summary: \"s\", device: \"d\", component: \"c\", severity: \"Critical\", eventClass: \"e\", eventClassKey: \"k\", collector: \"l\", message: \"m\"}";
    let body = r#"{"action":"EventsRouter","data":[{"collector":"l","component":"c","device":"d","evclass":"e","evclasskey":"k","message":"m","severity":"Critical","summary":"s"}],"method":"add_event","tid":1,"type":"rpc"}"#;
    for (who, header) in [
        (
            "username: \"u\", password: \"p\"",
            "Authorization: Basic dTpw",
        ),
        ("apiKey: \"k\"", "z-api-key: k"),
    ] {
        check_endpoint(
            "contrib/bonitoo-io/zenoss",
            &format!("url: \"http://zenoss.test\", {who}"),
            row,
            ["http://zenoss.test", header, body],
            SENT,
        );
    }
}

#[test]
fn bigpanda() {
    check_endpoint(
        "contrib/rhajek/bigpanda",
        "url: \"http://panda.test\", token: \"t\", appKey: \"k\"",
        "{status: \"ok\", host: \"h\"}",
        [
            "http://panda.test",
            "Authorization: Bearer t",
            r#"{"app_key":"k","host":"h","status":"ok"}"#,
        ],
        SENT,
    );
}

#[test]
fn tickscripts() {
    let imports = "import \"array\"\nimport \"contrib/bonitoo-io/tickscript\"\nimport \"influxdata/influxdb/monitor\"
        option monitor.write = (tables=<-) => tables |> keep(columns: [\"_level\", \"_message\", \"_topic\", \"id\", \"dead\"])
        rows = array.from(rows: [{_measurement: \"m\", _time: time(v: 1), _value: 4.0}])
            |> group(columns: [\"_measurement\"])
        check = tickscript.defineCheck(id: \"c\", name: \"n\")\n";
    let cases = [
        (
            "rows |> tickscript.alert(check: check, warn: (r) => r._value > 3.0, topic: \"t\")",
            "[_topic=t _level=warn] id:string _topic _level _message:string\nc Threshold Check: n is: warn",
        ),
        (
            "rows |> tickscript.deadman(check: check, measurement: \"m\")",
            "[_level=ok] dead:bool id:string _level _message:string\nfalse c Deadman Check: n is: alive",
        ),
        (
            "rows |> filter(fn: (r) => false) |> tickscript.deadman(check: check, measurement: \"m\")",
            "[_level=crit] dead:bool id:string _level _message:string\ntrue c Deadman Check: n is: dead",
        ),
        (
            "tickscript.join(tables: {a: rows, b: rows}, on: [\"_time\", \"_measurement\"], measurement: \"j\") |> drop(columns: [\"_time\"])",
            "[_measurement=j] _measurement _value_a:float _value_b:float\n4 4",
        ),
        (
            "rows |> tickscript.groupBy(columns: [\"_time\"]) |> tickscript.select(fn: count, as: \"n\")",
            "[_measurement=m _time=1] _measurement _time n:int\n1",
        ),
    ];
    for (script, expected) in cases {
        check(&format!("{imports}{script}"), expected);
    }
}

#[test]
fn statistics() {
    check(
        "import \"array\"\nimport \"contrib/anaisdg/statsmodels\"
         array.from(rows: [{_value: 1.0}, {_value: 3.0}, {_value: 5.0}])
            |> statsmodels.linearRegression()
            |> keep(columns: [\"x\", \"y\", \"slope\", \"y_hat\", \"errors\"])",
        "[] y:float x:float slope:float y_hat:float errors:float\n1 1 2 1 0\n3 2 2 3 0\n5 3 2 5 0",
    );
    check(
        "import \"array\"\nimport \"contrib/anaisdg/anomalydetection\"
         array.from(rows: [{f: \"a\", _value: 1.0}, {f: \"b\", _value: 2.0}, {f: \"c\", _value: 3.0}, {f: \"d\", _value: 4.0}, {f: \"e\", _value: 90.0}])
            |> map(fn: (r) => ({r with _time: time(v: 1), _start: time(v: 0), _stop: time(v: 2)}))
            |> anomalydetection.mad()
            |> keep(columns: [\"f\", \"_value\", \"level\"])",
        "[] f:string _value:float level:string\na 2 normal\nb 1 normal\nc 0 normal\nd 1 normal\ne 87 anomaly",
    );
    check(
        "import \"array\"\nimport \"contrib/RohanSreerama5/naiveBayesClassifier\"
         animal = (name, day, fins, wet) => ({Animal_name: name, _time: day, _measurement: \"zoo\", _field: \"fins\", _value: fins, wet: wet})
         array.from(rows: [
            animal(name: \"cod\", day: 2020-01-02T00:00:00Z, fins: 1, wet: \"yes\"),
            animal(name: \"eel\", day: 2020-01-03T00:00:00Z, fins: 1, wet: \"yes\"),
            animal(name: \"cat\", day: 2020-01-03T00:00:00Z, fins: 0, wet: \"no\"),
            animal(name: \"seal\", day: 2020-01-04T00:00:00Z, fins: 1, wet: \"no\"),
            animal(name: \"ray\", day: 2020-01-01T00:00:00Z, fins: 1, wet: \"?\"),
         ])
            |> naiveBayesClassifier.naiveBayes(myClass: \"wet\", myField: \"fins\", myMeasurement: \"zoo\")
            |> keep(columns: [\"Animal_name\", \"wet_P_k_x_class\", \"Probability\"])
            |> group()",
        "[] Animal_name:string Probability:float wet_P_k_x_class:string\nray 0.3333333333333333 no\nray 0.6666666666666666 yes",
    );
}

#[test]
fn buckets_in_one_call() {
    check_value(
        "import \"contrib/jsternberg/influxdb\"\ninfluxdb.select(from: \"b\", start: -1h, m: \"m\", fields: [\"f\"])\n1",
        "1",
    );
    check(
        "import \"contrib/jsternberg/influxdb\"\ninfluxdb.select(from: \"b\", start: -1h, m: \"m\")",
        "error: there is nothing here",
    );
}
