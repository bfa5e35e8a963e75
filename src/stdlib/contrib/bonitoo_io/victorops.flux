package victorops


import "http"
import "json"

// Sends an alert, and gives the status of the answer.
alert = (
    url,
    messageType,
    entityID="",
    entityDisplayName="",
    stateMessage="",
    timestamp=now(),
    monitoringTool="InfluxDB",
) =>
    http.post(
        url: url,
        headers: {"Content-Type": "application/json"},
        data:
            json.encode(
                v: {
                    message_type: messageType,
                    entity_id: entityID,
                    entity_display_name: entityDisplayName,
                    state_message: stateMessage,
                    // VictorOps takes seconds.
                    state_start_time: uint(v: timestamp) / uint(v: 1000000000),
                    monitoring_tool: monitoringTool,
                },
            ),
    )

// Makes a function that sends an alert for each row.
endpoint = (url, monitoringTool="InfluxDB") =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        status =
                            alert(
                                url: url,
                                messageType: sent.messageType,
                                entityID: sent.entityID,
                                entityDisplayName: sent.entityDisplayName,
                                stateMessage: sent.stateMessage,
                                timestamp: sent.timestamp,
                                monitoringTool: monitoringTool,
                            )

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
