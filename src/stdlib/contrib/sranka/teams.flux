package teams


import "http"
import "json"
import "strings"

// How many characters of the text are the summary of a message that has none.
option summaryCutoff = 70

// Sends a message, and gives the status of the answer.
message = (url, title, text, summary="") => {
    whole = if summary == "" then text else summary
    short =
        if strings.strlen(v: whole) > summaryCutoff then
            strings.substring(v: whole, start: 0, end: summaryCutoff) + "..."
        else
            whole

    return
        http.post(
            url: url,
            headers: {"Content-Type": "application/json; charset=utf-8"},
            data:
                json.encode(
                    v: {
                        "@type": "MessageCard",
                        "@context": "http://schema.org/extensions",
                        title: title,
                        text: text,
                        summary: short,
                    },
                ),
        )
}

// Makes a function that sends a message for each row.
endpoint = (url) =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        status =
                            message(
                                url: url,
                                title: sent.title,
                                text: sent.text,
                                summary: if exists sent.summary then sent.summary else "",
                            )

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
