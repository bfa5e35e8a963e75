package influxdb


import "influxdata/influxdb/schema"

// Reads a stretch of time from a bucket.
from = (
    bucket,
    start,
    stop=now(),
    org="",
    host="",
    token="",
) =>
    _source(bucket: bucket, org: org, host: host, token: token)
        |> range(start: start, stop: stop)

// The same under a name that no parameter hides.
_from = from

// Reads fields of a measurement, a row for each time: all fields, unless some are named.
select = (
        from,
        start,
        stop=now(),
        m,
        fields=[],
        org="",
        host="",
        token="",
        where=(r) => true,
    ) =>
    {
        named =
            if length(arr: fields) == 0 then
                (r) => true
            else
                (r) => contains(value: r._field, set: fields)

        return
            _from(
                bucket: from,
                start: start,
                stop: stop,
                org: org,
                host: host,
                token: token,
            )
                |> filter(fn: (r) => r._measurement == m)
                |> filter(fn: where)
                |> filter(fn: named)
                |> schema.fieldsAsCols()
                |> _mask(columns: ["_measurement", "_start", "_stop"])
    }
