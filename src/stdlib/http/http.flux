package http


import "experimental"

// Makes a function that sends a request for each row: what the function gives for the row stands
// in its headers and its data. Whether the answer had the status 200 becomes a part of the key.
endpoint = (url) =>
    (mapFn) =>
        (tables=<-) =>
            tables
                |> map(
                    fn: (r) => {
                        sent = mapFn(r: r)
                        status = post(url: url, headers: sent.headers, data: sent.data)

                        return {r with _status: string(v: status), _sent: string(v: status == 200)}
                    },
                )
                |> experimental.group(mode: "extend", columns: ["_sent"])
