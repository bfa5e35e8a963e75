// Where unlike tables become one, a column may come after rows that lack it: they have nulls in it,
// as if the column had been there from the start, whatever a function needs it for.
package universe_late_columns_test


import "csv"
import "testing"

late =
    csv.from(
        csv:
            "#datatype,string,long,string,dateTime:RFC3339,double
#group,false,false,true,false,false
#default,_result,,,,
,result,table,k,_time,_value
,,0,a,2020-01-01T00:00:00Z,1
,,0,a,2020-01-01T00:00:01Z,2

#datatype,string,long,string,dateTime:RFC3339,double,string,double
#group,false,false,true,false,false,false,false
#default,_result,,,,,,
,result,table,k,_time,_value,tag,load
,,0,b,2020-01-01T00:00:02Z,3,x,0.5
,,0,b,2020-01-01T00:00:03Z,4,y,0.25
",
    )
        |> group()

early =
    csv.from(
        csv:
            "#datatype,string,long,string,dateTime:RFC3339,double,string,double
#group,false,false,false,false,false,false,false
#default,_result,,,,,,
,result,table,k,_time,_value,tag,load
,,0,a,2020-01-01T00:00:00Z,1,,
,,0,a,2020-01-01T00:00:01Z,2,,
,,0,b,2020-01-01T00:00:02Z,3,x,0.5
,,0,b,2020-01-01T00:00:03Z,4,y,0.25
",
    )

same = (name, fn) =>
    testing.assertEquals(name: name, got: late |> fn(), want: early |> fn())
        |> yield(name: name)

testcase rows_that_suffice_before_the_column_comes {
    same(name: "limit", fn: (tables=<-) => tables |> limit(n: 1))
    same(name: "offset", fn: (tables=<-) => tables |> limit(n: 1, offset: 1))
    same(name: "first", fn: (tables=<-) => tables |> first())
    same(name: "min", fn: (tables=<-) => tables |> min())
    same(name: "unique", fn: (tables=<-) => tables |> limit(n: 1) |> unique(column: "k"))
    same(name: "sample", fn: (tables=<-) => tables |> sample(n: 5, pos: 0))
    same(
        name: "filter_keep",
        fn: (tables=<-) => tables |> filter(fn: (r) => r._value > 9.0, onEmpty: "keep"),
    )
}

testcase columns_taken_and_renamed {
    same(name: "keep", fn: (tables=<-) => tables |> keep(columns: ["tag"]))
    same(name: "keep_fn", fn: (tables=<-) => tables |> keep(fn: (column) => column == "load"))
    same(name: "drop", fn: (tables=<-) => tables |> drop(columns: ["tag", "_value"]))
    same(name: "rename", fn: (tables=<-) => tables |> rename(columns: {tag: "label"}))
    same(name: "duplicate", fn: (tables=<-) => tables |> duplicate(column: "tag", as: "copy"))
    same(name: "set", fn: (tables=<-) => tables |> set(key: "tag", value: "z"))
    same(name: "fill", fn: (tables=<-) => tables |> fill(column: "tag", value: "none"))
    same(
        name: "fill_previous",
        fn: (tables=<-) => tables |> sort(desc: true) |> fill(column: "load", usePrevious: true),
    )
}

testcase values_of_the_column {
    same(name: "distinct", fn: (tables=<-) => tables |> distinct(column: "tag"))
    same(name: "unique", fn: (tables=<-) => tables |> unique(column: "tag"))
    same(name: "mode", fn: (tables=<-) => tables |> mode(column: "tag"))
    same(name: "count", fn: (tables=<-) => tables |> count(column: "tag"))
    same(name: "sum", fn: (tables=<-) => tables |> sum(column: "load"))
    same(name: "median", fn: (tables=<-) => tables |> median(column: "load"))
    same(name: "last", fn: (tables=<-) => tables |> last(column: "tag"))
    same(name: "max", fn: (tables=<-) => tables |> max(column: "load"))
    same(name: "top", fn: (tables=<-) => tables |> top(n: 3, columns: ["load"]))
    same(name: "sort", fn: (tables=<-) => tables |> sort(columns: ["tag"]))
    same(name: "columns", fn: (tables=<-) => tables |> columns())
    same(name: "difference", fn: (tables=<-) => tables |> difference(columns: ["load"]))
    same(
        name: "histogram",
        fn: (tables=<-) => tables |> histogram(column: "load", bins: [0.3, 0.6]),
    )
}

testcase tables_made_from_the_column {
    same(
        name: "row_key",
        fn: (tables=<-) =>
            tables |> pivot(rowKey: ["tag"], columnKey: ["k"], valueColumn: "_value"),
    )
    same(
        name: "column_key",
        fn: (tables=<-) =>
            tables |> pivot(rowKey: ["_time"], columnKey: ["tag"], valueColumn: "_value"),
    )
    same(
        name: "window",
        fn: (tables=<-) =>
            tables
                |> range(start: 2020-01-01T00:00:00Z, stop: 2020-01-01T00:00:04Z)
                |> window(every: 2s),
    )
    same(
        name: "aggregate_window",
        fn: (tables=<-) =>
            tables
                |> range(start: 2020-01-01T00:00:00Z, stop: 2020-01-01T00:00:04Z)
                |> aggregateWindow(every: 2s, fn: mean, column: "load"),
    )
    same(
        name: "aggregate_window_last",
        fn: (tables=<-) =>
            tables
                |> range(start: 2020-01-01T00:00:00Z, stop: 2020-01-01T00:00:04Z)
                |> aggregateWindow(every: 2s, fn: last, column: "tag"),
    )
    same(
        name: "reduce",
        fn: (tables=<-) =>
            tables
                |> reduce(
                    identity: {n: 0},
                    fn: (r, accumulator) => ({n: accumulator.n + (if exists r.tag then 1 else 10)}),
                ),
    )
}
