package query


// The points of a bucket within a range.
fromRange = (bucket, start, stop=now()) =>
    from(bucket: bucket)
        |> range(start: start, stop: stop)

// Keeps the points of a measurement.
filterMeasurement = (table=<-, measurement) =>
    table
        |> filter(fn: (r) => r._measurement == measurement)

// Keeps the points of some fields; of all, if none is named.
filterFields = (table=<-, fields=[]) =>
    if length(arr: fields) > 0 then
        table |> filter(fn: (r) => contains(value: r._field, set: fields))
    else
        table

// All of these at once.
inBucket = (
    bucket,
    measurement,
    start,
    stop=now(),
    fields=[],
    predicate=(r) => true,
) =>
    fromRange(bucket: bucket, start: start, stop: stop)
        |> filterMeasurement(measurement: measurement)
        |> filter(fn: predicate)
        |> filterFields(fields: fields)
