// A service that fluxlite does not speak to.
package sql_test


import "array"
import "sql"
import "testing"

testcase from {
    testing.shouldError(
        fn: () => sql.from(driverName: "sqlite3", dataSourceName: "a.db", query: "select 1"),
        want: /`sql.from` needs a SQL database/,
    )
}

testcase to {
    testing.shouldError(
        fn: () =>
            array.from(rows: [{a: 1}])
                |> sql.to(driverName: "sqlite3", dataSourceName: "a.db", table: "t"),
        want: /`sql.to` needs a SQL database/,
    )
}
