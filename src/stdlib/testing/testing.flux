package testing


import "array"
import "experimental"

// What a test needs that not every place has; such tests run where their tags are given.
option tags = []

// Where the data of a test come from. A host that stores data may store them and read them again.
option load = (tables=<-) => tables

// Gives the tables in which two streams differ, under a name that lets a test fail. The three last
// arguments are taken for the sake of old tests, and have no effect.
diff = (
    got=<-,
    want,
    verbose=false,
    epsilon=0.000001,
    nansEqual=false,
) =>
    got
        |> experimental.diff(want: want)
        |> yield(name: "errorOutput")

// Compares two values.
assertEqualValues = (got, want) =>
    array.from(rows: [{v: got}])
        |> diff(want: array.from(rows: [{v: want}]))

// Expects a function to fail with a message that the regular expression matches.
shouldError = (fn, want) => {
    caught = experimental.catch(fn: fn)

    return
        if exists caught.msg then
            array.from(rows: [{v: caught.msg}])
                |> filter(fn: (r) => r.v !~ want)
                |> yield(name: "errorOutput")
        else
            die(msg: "shouldError expected an error")
}
