// Annotated and raw CSV as streams.
package csv_test


import "array"
import "csv"
import "testing"

text =
    "
#datatype,string,long,string,long,dateTime:RFC3339,boolean,double,unsignedLong
#group,false,false,true,false,false,false,false,false
#default,_result,,,7,,,,
,result,table,k,n,t,b,f,u
,,0,a,,2024-01-01T00:00:00Z,true,1.5,9
,,1,b,2,,false,,
"

testcase from_annotated {
    got = csv.from(csv: text)
    a =
        array.from(
            rows: [
                {
                    k: "a",
                    n: 7,
                    t: 2024-01-01T00:00:00Z,
                    b: true,
                    f: 1.5,
                    u: uint(v: 9),
                },
            ],
        )
            |> group(columns: ["k"])

    testing.diff(got: got |> filter(fn: (r) => r.k == "a"), want: a)
}

testcase empty_cells_are_null {
    got =
        csv.from(csv: text)
            |> filter(fn: (r) => r.k == "b")
            |> map(fn: (r) => ({n: r.n, t: exists r.t, f: exists r.f}))

    testing.diff(got: got |> group(), want: array.from(rows: [{n: 2, t: false, f: false}]))
}

testcase from_raw {
    got = csv.from(csv: "name,age\nAnna,7\n\"Carl, the old\",70\n", mode: "raw")
    want = array.from(rows: [{name: "Anna", age: "7"}, {name: "Carl, the old", age: "70"}])

    testing.diff(got, want)
}
