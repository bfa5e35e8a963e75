package sensu


import "http"
import "json"

// Sends an event, and gives the status of the answer.
event = (
    url,
    apiKey,
    checkName,
    text,
    handlers=[],
    status=0,
    state="",
    namespace="default",
    entityName="influxdb",
) =>
    http.post(
        url: url + "/api/core/v2/namespaces/" + namespace + "/events",
        headers: {
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": "Key " + apiKey,
        },
        data:
            json.encode(
                v: {
                    entity: {entity_class: "proxy", metadata: {name: toSensuName(v: entityName)}},
                    check: {
                        output: text,
                        state:
                            if state != "" then
                                state
                            else if status == 0 then
                                "passing"
                            else
                                "failing",
                        status: status,
                        handlers: handlers,
                        interval: 60,
                        metadata: {name: toSensuName(v: checkName)},
                    },
                },
            ),
    )

// Makes a function that sends an event for each row.
endpoint = (
    url,
    apiKey,
    handlers=[],
    namespace="default",
    entityName="influxdb",
) =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        answered =
                            event(
                                url: url,
                                apiKey: apiKey,
                                checkName: sent.checkName,
                                text: sent.text,
                                handlers: handlers,
                                status: sent.status,
                                namespace: namespace,
                                entityName: entityName,
                            )

                        return {r with _sent: string(v: answered / 100 == 2)}
                    },
                )
