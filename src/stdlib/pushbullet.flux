package pushbullet


import "http"
import "json"

// Where notes are sent.
option defaultURL = "https://api.pushbullet.com/v2/pushes"

// Sends data as they are, and gives the status of the answer.
pushData = (url=defaultURL, token="", data) =>
    http.post(
        url: url,
        headers: {"Access-Token": token, "Content-Type": "application/json"},
        data: json.encode(v: data),
    )

// Sends a note.
pushNote = (url=defaultURL, token="", title, text) =>
    pushData(url: url, token: token, data: {type: "note", title: title, body: text})

// Makes a function that sends a note for each row.
endpoint = (url=defaultURL, token="") =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        status =
                            pushNote(url: url, token: token, title: sent.title, text: sent.text)

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
