// The secrets that every test finds.
package influxdata_influxdb_secrets_test


import "array"
import "influxdata/influxdb/secrets"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase get {
    same(
        got: {a: secrets.get(key: "token"), b: secrets.get(key: "password")},
        want: {a: "mysecrettoken", b: "mysecretpassword"},
    )
}
