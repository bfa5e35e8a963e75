// Joins by a predicate, with a function that makes the rows.
package join_test


import "array"
import "internal/debug"
import "join"
import "testing"

people = array.from(rows: [{id: 1, name: "Anna"}, {id: 2, name: "Bert"}])
pets = array.from(rows: [{owner: 1, pet: "cat"}, {owner: 1, pet: "dog"}, {owner: 3, pet: "owl"}])
on = (l, r) => l.id == r.owner
nobody = debug.null(type: "string")

testcase inner {
    got = join.inner(left: people, right: pets, on: on, as: (l, r) => ({name: l.name, pet: r.pet}))

    testing.diff(
        got: got,
        want: array.from(rows: [{name: "Anna", pet: "cat"}, {name: "Anna", pet: "dog"}]),
    )
}

testcase left {
    got = join.left(left: people, right: pets, on: on, as: (l, r) => ({name: l.name, pet: r.pet}))
    want =
        array.from(
            rows: [
                {name: "Anna", pet: "cat"},
                {name: "Anna", pet: "dog"},
                {name: "Bert", pet: nobody},
            ],
        )

    testing.diff(got, want)
}

testcase right {
    got = join.right(left: people, right: pets, on: on, as: (l, r) => ({name: l.name, pet: r.pet}))
    want =
        array.from(
            rows: [
                {name: "Anna", pet: "cat"},
                {name: "Anna", pet: "dog"},
                {name: nobody, pet: "owl"},
            ],
        )

    testing.diff(got, want)
}

testcase full {
    got =
        join.full(left: people, right: pets, on: on, as: (l, r) => ({name: l.name, pet: r.pet}))
            |> sort(columns: ["name", "pet"])
    want =
        array.from(
            rows: [
                {name: "Anna", pet: "cat"},
                {name: "Anna", pet: "dog"},
                {name: "Bert", pet: nobody},
                {name: nobody, pet: "owl"},
            ],
        )
            |> sort(columns: ["name", "pet"])

    testing.diff(got, want)
}

testcase tables {
    got =
        join.tables(
            method: "inner",
            left: people,
            right: pets,
            on: on,
            as: (l, r) => ({l with pet: r.pet}),
        )
    want = array.from(rows: [{id: 1, name: "Anna", pet: "cat"}, {id: 1, name: "Anna", pet: "dog"}])

    testing.diff(got, want)
}

testcase time {
    a = array.from(rows: [{_time: 2024-01-01T00:00:00Z, x: 1}, {_time: 2024-01-02T00:00:00Z, x: 2}])
    b = array.from(rows: [{_time: 2024-01-02T00:00:00Z, y: 3}])
    got = join.time(left: a, right: b, as: (l, r) => ({l with y: r.y}))

    testing.diff(got: got, want: array.from(rows: [{_time: 2024-01-02T00:00:00Z, x: 2, y: 3}]))
}

testcase groups_join_with_equal_groups {
    left = people |> map(fn: (r) => ({r with g: "x"})) |> group(columns: ["g"])
    right =
        array.from(rows: [{g: "x", owner: 1, pet: "cat"}, {g: "y", owner: 1, pet: "dog"}])
            |> group(columns: ["g"])
    got =
        join.inner(
            left: left,
            right: right,
            on: on,
            as: (l, r) => ({g: l.g, name: l.name, pet: r.pet}),
        )
    want = array.from(rows: [{g: "x", name: "Anna", pet: "cat"}]) |> group(columns: ["g"])

    testing.diff(got, want)
}
