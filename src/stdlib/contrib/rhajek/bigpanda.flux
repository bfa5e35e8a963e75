package bigpanda


import "http"
import "json"
import "strings"

// Where alerts are sent.
option defaultUrl = "https://api.bigpanda.io/data/v2/alerts"

// What stands before the token in the header of requests.
option defaultTokenPrefix = "Bearer"

// What BigPanda calls a level.
statusFromLevel = (level) => {
    known = strings.toLower(v: level)

    return
        if known == "warn" then
            "warning"
        else if known == "info" or known == "ok" then
            "ok"
        else
            "critical"
}

// Sends the properties of a record as an alert, and gives the status of the answer.
sendAlert = (
    url,
    token,
    appKey,
    status,
    rec,
) =>
    http.post(
        url: url,
        headers: {
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": defaultTokenPrefix + " " + token,
        },
        data: json.encode(v: {rec with app_key: appKey, status: status}),
    )

// Makes a function that sends an alert for each row.
endpoint = (url=defaultUrl, token, appKey) =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        status =
                            sendAlert(
                                url: url,
                                token: token,
                                appKey: appKey,
                                status: sent.status,
                                rec: sent,
                            )

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
