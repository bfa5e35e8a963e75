// What tests of the language expect of errors.
package internal_testing_test


import internal "internal/testing"
import "testing"

testcase assertMatches {
    internal.assertMatches(got: "4444", want: /^4+$/)
}

testcase assertMatches_without_match {
    testing.shouldError(
        fn: () => internal.assertMatches(got: "5", want: /^4+$/),
        want: /does not match/,
    )
}

testcase shouldErrorWithCode {
    internal.shouldErrorWithCode(fn: () => 1 / 0, want: /divide by zero/, code: uint(v: 9))
}
