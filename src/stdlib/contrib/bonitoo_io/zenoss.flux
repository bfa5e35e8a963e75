package zenoss


import "http"
import "json"

// Sends an event, and gives the status of the answer. An API key goes before name and password.
event = (
        url,
        username="",
        password="",
        apiKey="",
        action="EventsRouter",
        method="add_event",
        type="rpc",
        tid=1,
        summary="",
        device="",
        component="",
        severity,
        eventClass="",
        eventClassKey="",
        collector="",
        message="",
    ) =>
    {
        body =
            json.encode(
                v: {
                    action: action,
                    method: method,
                    data: [
                        {
                            summary: summary,
                            device: device,
                            component: component,
                            severity: severity,
                            evclass: eventClass,
                            evclasskey: eventClassKey,
                            collector: collector,
                            message: message,
                        },
                    ],
                    type: type,
                    tid: tid,
                },
            )
        headers = {"Content-Type": "application/json"}

        return
            if apiKey != "" then
                http.post(url: url, headers: {headers with "z-api-key": apiKey}, data: body)
            else
                http.post(
                    url: url,
                    headers: {headers with "Authorization":
                            http.basicAuth(u: username, p: password),
                    },
                    data: body,
                )
    }

// Makes a function that sends an event for each row.
endpoint = (
    url,
    username="",
    password="",
    apiKey="",
    action="EventsRouter",
    method="add_event",
    type="rpc",
    tid=1,
) =>
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
                                apiKey: apiKey,
                                action: action,
                                method: method,
                                type: type,
                                tid: tid,
                                summary: sent.summary,
                                device: sent.device,
                                component: sent.component,
                                severity: sent.severity,
                                eventClass: sent.eventClass,
                                eventClassKey: sent.eventClassKey,
                                collector: sent.collector,
                                message: sent.message,
                            )

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
