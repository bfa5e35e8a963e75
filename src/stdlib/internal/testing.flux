package testing


import "array"
import "experimental"
import "regexp"
import "testing"

// Expects a function to fail with a message that the regular expression matches, and with a code.
shouldErrorWithCode = (fn, want, code) => {
    caught = experimental.catch(fn: fn)

    return
        if exists caught.msg then
            testing.diff(
                got: array.from(rows: [{code: caught.code, match: caught.msg =~ want}]),
                want: array.from(rows: [{code: code, match: true}]),
            )
        else
            die(msg: "shouldErrorWithCode expected an error")
}

// Expects a text that the regular expression matches.
assertMatches = (got, want) =>
    if got =~ want then
        testing.assertEqualValues(got: got, want: got)
    else
        die(msg: "Regex `${regexp.getString(r: want)}` does not match `${got}`")
