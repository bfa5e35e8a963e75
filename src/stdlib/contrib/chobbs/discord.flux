package discord


import "http"
import "json"

// Where messages are posted, up to the webhook's id.
option discordURL = "https://discordapp.com/api/webhooks/"

// Sends a message through a webhook, and gives the status of the answer.
send = (
    webhookToken,
    webhookID,
    username,
    content,
    avatar_url="",
) =>
    http.post(
        url: discordURL + webhookID + "/" + webhookToken,
        headers: {"Content-Type": "application/json"},
        data: json.encode(v: {username: username, content: content, avatar_url: avatar_url}),
    )

// Makes a function that sends a message for each row.
endpoint = (webhookToken, webhookID, username, avatar_url="") =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        status =
                            send(
                                webhookToken: webhookToken,
                                webhookID: webhookID,
                                username: username,
                                avatar_url: avatar_url,
                                content: sent.content,
                            )

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
