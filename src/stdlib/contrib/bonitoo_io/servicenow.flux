package servicenow

import "dict"
import "experimental/record"
import "http"
import "json"

// Sends an event, and gives the status of the answer. Unknown severities are left to ServiceNow.
event = (
    url,
    username,
    password,
    source="Flux",
    node="",
    metricType="",
    resource="",
    metricName="",
    messageKey="",
    description,
    severity,
    additionalInfo=record.any,
) => {
    numbers = [
        "clear": "0",
        "critical": "1",
        "major": "2",
        "minor": "3",
        "warning": "4",
        "info": "5",
    ]

    return http.post(
        url: url,
        headers: {
            "Authorization": http.basicAuth(u: username, p: password),
            "Content-Type": "application/json",
        },
        data: json.encode(
            v: {
                records: [
                    {
                        source: source,
                        node: node,
                        type: metricType,
                        resource: resource,
                        metric_name: metricName,
                        message_key: messageKey,
                        description: description,
                        severity: dict.get(dict: numbers, key: severity, default: ""),
                        additional_info: if additionalInfo == record.any then
                            ""
                        else
                            string(v: json.encode(v: additionalInfo)),
                    },
                ],
            },
        ),
    )
}

// Makes a function that sends an event for each row.
endpoint = (url, username, password, source="Flux") => (mapFn) => (tables=<-) => tables
    |> map(
        fn: (r) => {
            sent = mapFn(r: r)
            status = event(
                url: url,
                username: username,
                password: password,
                source: source,
                node: sent.node,
                metricType: sent.metricType,
                resource: sent.resource,
                metricName: sent.metricName,
                messageKey: sent.messageKey,
                description: sent.description,
                severity: sent.severity,
                additionalInfo: record.get(r: sent, key: "additionalInfo", default: record.any),
            )

            return {r with _status: string(v: status), _sent: string(v: status / 100 == 2)}
        },
    )
