package pagerduty


import "experimental/record"
import "http/requests"
import "json"
import "strings"

// Where events are sent.
option defaultURL = "https://events.pagerduty.com/v2/enqueue"

// What PagerDuty calls a level.
severityFromLevel = (level) => {
    known = strings.toLower(v: level)

    return
        if known == "crit" then
            "critical"
        else if known == "warn" then
            "warning"
        else if known == "info" or known == "ok" then
            "info"
        else
            "error"
}

// What is to be done with an alert of a severity, and of a level.
actionFromSeverity = (severity) =>
    if strings.toLower(v: severity) == "ok" then
        "resolve"
    else
        "trigger"
actionFromLevel = (level) => if strings.toLower(v: level) == "ok" then "resolve" else "trigger"

_sendEvent = (
        pagerdutyURL=defaultURL,
        routingKey,
        client,
        clientURL,
        dedupKey,
        class,
        group,
        severity,
        eventAction,
        source,
        component="",
        summary,
        timestamp,
        customDetails=record.any,
    ) =>
    {
        // PagerDuty takes no longer summary.
        payload = {
            summary: strings.substring(v: summary, start: 0, end: 1023),
            timestamp: timestamp,
            source: source,
            component: component,
            severity: severity,
            group: group,
            class: class,
        }
        event = {
            payload: payload,
            routing_key: routingKey,
            dedup_key: dedupKey,
            event_action: eventAction,
            client: client,
            client_url: clientURL,
        }
        body =
            if customDetails == record.any then
                json.encode(v: event)
            else
                json.encode(v: {event with payload: {payload with custom_details: customDetails}})

        return
            requests.do(
                method: "POST",
                url: pagerdutyURL,
                headers:
                    [
                        "Accept": "application/vnd.pagerduty+json;version=2",
                        "Content-Type": "application/json",
                    ],
                body: body,
            )
    }

// Sends an event, and gives the status of the answer.
sendEvent = (
        pagerdutyURL=defaultURL,
        routingKey,
        client,
        clientURL,
        dedupKey,
        class,
        group,
        severity,
        eventAction,
        source,
        component="",
        summary,
        timestamp,
        customDetails=record.any,
    ) =>
    {
        response =
            _sendEvent(
                pagerdutyURL: pagerdutyURL,
                routingKey: routingKey,
                client: client,
                clientURL: clientURL,
                dedupKey: dedupKey,
                class: class,
                group: group,
                severity: severity,
                eventAction: eventAction,
                source: source,
                component: component,
                summary: summary,
                timestamp: timestamp,
                customDetails: customDetails,
            )

        return response.statusCode
    }

// Makes a function that sends an event for each row. Rows of one group key, but for their level,
// belong to one alert.
endpoint = (url=defaultURL) =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> dedupKey()
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        response =
                            _sendEvent(
                                pagerdutyURL: url,
                                routingKey: sent.routingKey,
                                client: sent.client,
                                clientURL: sent.clientURL,
                                dedupKey: r._pagerdutyDedupKey,
                                class: sent.class,
                                group: sent.group,
                                severity: sent.severity,
                                eventAction: sent.eventAction,
                                source: sent.source,
                                component: record.get(r: sent, key: "component", default: ""),
                                summary: sent.summary,
                                timestamp: sent.timestamp,
                                customDetails:
                                    record.get(r: sent, key: "customDetails", default: record.any),
                            )

                        return {r with _sent: string(v: response.statusCode / 100 == 2),
                            _status: string(v: response.statusCode),
                            _body: string(v: response.body),
                        }
                    },
                )
