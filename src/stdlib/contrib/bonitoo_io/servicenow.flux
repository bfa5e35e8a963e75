package servicenow


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
    ) =>
    {
        number =
            if severity == "clear" then
                "0"
            else if severity == "critical" then
                "1"
            else if severity == "major" then
                "2"
            else if severity == "minor" then
                "3"
            else if severity == "warning" then
                "4"
            else if severity == "info" then
                "5"
            else
                ""

        return
            http.post(
                url: url,
                headers: {
                    "Authorization": http.basicAuth(u: username, p: password),
                    "Content-Type": "application/json",
                },
                data:
                    json.encode(
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
                                    severity: number,
                                    additional_info:
                                        if additionalInfo == record.any then
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
endpoint = (url, username, password, source="Flux") =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        status =
                            event(
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
                                additionalInfo:
                                    record.get(r: sent, key: "additionalInfo", default: record.any),
                            )

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
