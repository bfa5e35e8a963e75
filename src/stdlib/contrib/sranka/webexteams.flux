package webexteams


import "http"
import "json"

// Sends a message to a room, and gives the status of the answer.
message = (
    url="https://webexapis.com",
    token,
    roomId,
    text,
    markdown,
) =>
    http.post(
        url: url + "/v1/messages",
        headers: {
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": "Bearer " + token,
        },
        data: json.encode(v: {roomId: roomId, text: text, markdown: markdown}),
    )

// Makes a function that sends a message for each row.
endpoint = (url="https://webexapis.com", token) =>
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
                                roomId: sent.roomId,
                                text: sent.text,
                                markdown: sent.markdown,
                            )

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
