package clickhouse


import "csv"
import "http/requests"

// Where ClickHouse is.
option defaultURL = "http://127.0.0.1:8123"

// The rows that a query gives, all columns strings.
query = (
        url=defaultURL,
        query,
        limit=100,
        cors="1",
        max_bytes=10000000,
        format="CSVWithNames",
    ) =>
    {
        answer =
            requests.get(
                url: url,
                params:
                    [
                        "query": [query],
                        "default_format": [format],
                        "max_result_rows": ["${limit}"],
                        "max_result_bytes": ["${max_bytes}"],
                        "add_http_cors_header": [cors],
                    ],
                headers: ["X-ClickHouse-Format": string(v: format)],
            )

        return csv.from(csv: string(v: answer.body), mode: "raw")
    }
