package alerta


import "http"
import "json"
import "strings"

// Sends an alert, and gives the status of the answer.
alert = (
    url,
    apiKey,
    resource,
    event,
    environment="",
    severity,
    service=[],
    group="",
    value="",
    text="",
    tags=[],
    attributes,
    origin="InfluxDB",
    type="",
    timestamp=now(),
) =>
    http.post(
        url: url,
        headers: {"Authorization": "Key " + apiKey, "Content-Type": "application/json"},
        data:
            json.encode(
                v: {
                    resource: resource,
                    event: event,
                    environment: environment,
                    severity: severity,
                    service: service,
                    group: group,
                    value: value,
                    text: text,
                    tags: tags,
                    attributes: attributes,
                    origin: origin,
                    type: type,
                    // Alerta takes milliseconds.
                    createTime: strings.substring(v: string(v: timestamp), start: 0, end: 23) + "Z",
                },
            ),
    )

// Makes a function that sends an alert for each row.
endpoint = (url, apiKey, environment="", origin="") =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        status =
                            alert(
                                url: url,
                                apiKey: apiKey,
                                resource: sent.resource,
                                event: sent.event,
                                environment: environment,
                                severity: sent.severity,
                                service: sent.service,
                                group: sent.group,
                                value: sent.value,
                                text: sent.text,
                                tags: sent.tags,
                                attributes: sent.attributes,
                                origin: origin,
                                type: sent.type,
                                timestamp: sent.timestamp,
                            )

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
