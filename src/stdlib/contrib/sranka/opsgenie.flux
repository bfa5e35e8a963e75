package opsgenie


import "http"
import "json"
import "strings"

// Sends an alert, and gives the status of the answer. The details are JSON already.
sendAlert = (
        url="https://api.opsgenie.com/v2/alerts",
        apiKey,
        message,
        alias="",
        description="",
        priority="P3",
        responders=[],
        tags=[],
        entity="",
        actions=[],
        visibleTo=[],
        details="{}",
    ) =>
    {
        encode = (v) => string(v: json.encode(v: v))

        // Opsgenie refuses what is longer.
        text = (v, max) =>
            encode(
                v:
                    if strings.strlen(v: v) > max then
                        strings.substring(v: v, start: 0, end: max)
                    else
                        v,
            )
        known = if strings.strlen(v: alias) == 0 then message else alias
        members = [
            "\"message\":" + text(v: message, max: 130),
            "\"alias\":" + text(v: known, max: 512),
            "\"description\":" + text(v: description, max: 15000),
            "\"responders\":" + respondersToJSON(v: responders),
            "\"visibleTo\":" + respondersToJSON(v: visibleTo),
            "\"actions\":" + encode(v: actions),
            "\"tags\":" + encode(v: tags),
            "\"details\":${details}",
            "\"entity\":" + text(v: entity, max: 512),
            "\"priority\":" + text(v: priority, max: 2),
        ]

        return
            http.post(
                url: url,
                headers: {
                    "Content-Type": "application/json; charset=utf-8",
                    "Authorization": "GenieKey " + apiKey,
                },
                data: bytes(v: "{" + strings.joinStr(arr: members, v: ",") + "}"),
            )
    }

// Makes a function that sends an alert for each row.
endpoint = (url="https://api.opsgenie.com/v2/alerts", apiKey, entity="") =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        status =
                            sendAlert(
                                url: url,
                                apiKey: apiKey,
                                entity: entity,
                                message: sent.message,
                                alias: sent.alias,
                                description: sent.description,
                                priority: sent.priority,
                                responders: sent.responders,
                                tags: sent.tags,
                                actions: sent.actions,
                                visibleTo: sent.visibleTo,
                                details: sent.details,
                            )

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
