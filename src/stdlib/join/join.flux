package join


// Joins on equal times.
time = (left=<-, right, as, method="inner") =>
    tables(
        left: left,
        right: right,
        on: (l, r) => l._time == r._time,
        as: as,
        method: method,
    )

// Keeps the rows that have a partner.
inner = (left=<-, right, on, as) =>
    tables(
        left: left,
        right: right,
        on: on,
        as: as,
        method: "inner",
    )

// Keeps all rows of the left stream.
left = (left=<-, right, on, as) =>
    tables(
        left: left,
        right: right,
        on: on,
        as: as,
        method: "left",
    )

// Keeps all rows of the right stream.
right = (left=<-, right, on, as) =>
    tables(
        left: left,
        right: right,
        on: on,
        as: as,
        method: "right",
    )

// Keeps all rows.
full = (left=<-, right, on, as) =>
    tables(
        left: left,
        right: right,
        on: on,
        as: as,
        method: "full",
    )
