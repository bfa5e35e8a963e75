// CSV from the web. An echo has none.
package csv_test


import "experimental/csv"
import "testing"

testcase from {
    testing.assertEmpty(tables: csv.from(url: "http://csv.test"))
}
