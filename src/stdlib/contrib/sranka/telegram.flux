package telegram


import "http"
import "json"

// The bot API, up to the token.
option defaultURL = "https://api.telegram.org/bot"

// How the text of a message is marked up.
option defaultParseMode = "MarkdownV2"

// Whether links show no preview.
option defaultDisableWebPagePreview = false

// Whether messages arrive without a sound.
option defaultSilent = true

// Sends a message to a channel, and gives the status of the answer.
message = (
    url=defaultURL,
    token,
    channel,
    text,
    parseMode=defaultParseMode,
    disableWebPagePreview=defaultDisableWebPagePreview,
    silent=defaultSilent,
) =>
    http.post(
        url: url + token + "/sendMessage",
        headers: {"Content-Type": "application/json; charset=utf-8"},
        data:
            json.encode(
                v: {
                    chat_id: channel,
                    text: text,
                    parse_mode: parseMode,
                    disable_web_page_preview: disableWebPagePreview,
                    disable_notification: silent,
                },
            ),
    )

// Makes a function that sends a message for each row.
endpoint = (
    url=defaultURL,
    token,
    parseMode=defaultParseMode,
    disableWebPagePreview=defaultDisableWebPagePreview,
) =>
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
                                parseMode: parseMode,
                                disableWebPagePreview: disableWebPagePreview,
                                silent: sent.silent,
                            )

                        return {r with _status: string(v: status),
                            _sent: string(v: status / 100 == 2),
                        }
                    },
                )
