package logql


import "csv"
import "date"
import "http/requests"

// Where Loki is.
option defaultURL = "http://127.0.0.1:3100"

// The path of its queries.
option defaultAPI = "/loki/api/v1/query_range"

// The rows that a query gives, all columns strings. The server must answer with CSV.
query_range = (
        url=defaultURL,
        path=defaultAPI,
        query,
        limit=100,
        step=10,
        start=-1h,
        end=now(),
        orgid="",
    ) =>
    {
        nanoseconds = (t) => string(v: uint(v: date.time(t: t)))
        answer =
            requests.get(
                url: url + path,
                params:
                    [
                        "query": [query],
                        "limit": ["${limit}"],
                        "start": [nanoseconds(t: start)],
                        "end": [nanoseconds(t: end)],
                        "step": ["${step}"],
                        "csv": ["1"],
                    ],
                headers: if orgid == "" then [:] else ["X-Scope-OrgID": orgid],
                body: bytes(v: query),
            )

        return csv.from(csv: string(v: answer.body), mode: "raw")
    }
