// Values and errors for tests.
package testutil_test


import "internal/testutil"
import "testing"

testcase fail {
    testing.shouldError(fn: () => testutil.fail(), want: /fail$/)
}

testcase values {
    testing.assertEqualValues(
        got:
            display(
                v: [
                    display(v: testutil.yield(v: 1)),
                    display(v: testutil.makeRecord(o: {a: 1})),
                    display(v: testutil.makeAny(typ: "string")),
                ],
            ),
        want: display(v: ["1", "{a: 1}", "foo"]),
    )
}
