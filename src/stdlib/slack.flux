package slack


import "http"
import "json"

// Where messages are posted: Slack's API, or a webhook.
option defaultURL = "https://slack.com/api/chat.postMessage"

// Sends a message to a channel, and gives the status of the answer.
message = (
    url=defaultURL,
    token="",
    channel,
    text,
    color,
) =>
    http.post(
        url: url,
        headers: {"Authorization": "Bearer " + token, "Content-Type": "application/json"},
        data:
            json.encode(
                v: {
                    channel: channel,
                    attachments: [
                        {
                            color: validateColorString(color: color),
                            text: string(v: text),
                            mrkdwn_in: ["text"],
                        },
                    ],
                },
            ),
    )

// Makes a function that sends a message for each row.
endpoint = (url=defaultURL, token="") =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        status =
                            message(
                                url: url,
                                token: token,
                                channel: sent.channel,
                                text: sent.text,
                                color: sent.color,
                            )

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
