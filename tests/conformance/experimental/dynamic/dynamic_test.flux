// Values whose types are known when they are there.
package dynamic_test


import "array"
import "experimental/dynamic"
import "internal/debug"
import "testing"

document = dynamic.jsonParse(data: bytes(v: "{\"a\": [1, \"x\", null], \"b\": {\"c\": true}}"))

testcase dynamic_once {
    testing.assertEqualValues(
        got: display(v: dynamic.dynamic(v: dynamic.dynamic(v: {a: 1}))),
        want: "dynamic({a: dynamic(1)})",
    )
}

testcase members {
    testing.assertEqualValues(
        got: display(v: [document.b.c, document.b.none]),
        want: "[dynamic(true), dynamic(<null>)]",
    )
}

testcase members_of_nothing {
    testing.shouldError(
        fn: () => document.none.a,
        want: /cannot access property "a" on value of type invalid/,
    )
}

testcase members_of_no_record {
    testing.shouldError(
        fn: () => document.b.c.d,
        want: /cannot access property "d" on value of type bool/,
    )
}

testcase as_array {
    items = document.a |> dynamic.asArray()

    testing.assertEqualValues(
        got: display(v: items |> array.map(fn: (x) => ({known: exists x, text: string(v: x)}))),
        want: "[{known: true, text: 1}, {known: true, text: x}, {known: false, text: <null>}]",
    )
}

testcase as_array_of_others {
    testing.shouldError(
        fn: () => debug.null() |> dynamic.asArray(),
        want: /unable to convert <null> to array/,
    )
}

testcase is_type {
    testing.assertEqualValues(
        got:
            display(
                v: [
                    dynamic.isType(v: document.a, type: "array"),
                    dynamic.isType(v: document.b, type: "object"),
                    dynamic.isType(v: document.b.c, type: "bool"),
                    dynamic.isType(v: document.b.c, type: "string"),
                    dynamic.isType(v: debug.null(), type: "string"),
                ],
            ),
        want:
            display(
                v: [
                    true,
                    true,
                    true,
                    false,
                    false,
                ],
            ),
    )
}

testcase json_encode {
    testing.assertEqualValues(
        got: string(v: dynamic.jsonEncode(v: document)),
        want: "{\"a\":[1,\"x\",null],\"b\":{\"c\":true}}",
    )
}

testcase conversions {
    d = (v) => dynamic.dynamic(v: v)

    testing.diff(
        got:
            array.from(
                rows: [
                    {
                        b: bool(v: d(v: "true")),
                        f: float(v: d(v: 1)),
                        i: int(v: d(v: 2.9)),
                        s: string(v: d(v: 3)),
                        t: time(v: d(v: 0)),
                        u: uint(v: d(v: "4")),
                        d: display(v: duration(v: d(v: 18000000))),
                        y: display(v: bytes(v: d(v: "ab"))),
                    },
                ],
            ),
        want:
            array.from(
                rows: [
                    {
                        b: true,
                        f: 1.0,
                        i: 2,
                        s: "3",
                        t: 1970-01-01T00:00:00Z,
                        u: uint(v: 4),
                        d: "18ms",
                        y: "0x6162",
                    },
                ],
            ),
    )
}

testcase rows_of_dynamics {
    got =
        array.from(rows: [{v: 1}, {v: 2}])
            |> map(
                fn: (r) =>
                    ({w: int(v: dynamic.asArray(v: document.a)[0]) + r.v, x: exists document.none}),
            )

    testing.diff(got: got, want: array.from(rows: [{w: 2, x: false}, {w: 3, x: false}]))
}
