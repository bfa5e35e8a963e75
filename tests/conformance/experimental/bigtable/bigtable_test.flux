// A service that fluxlite does not speak to.
package bigtable_test


import "experimental/bigtable"
import "testing"

testcase from {
    testing.shouldError(
        fn: () => bigtable.from(token: "", project: "p", instance: "i", table: "t"),
        want: /`bigtable.from` needs Google Cloud Bigtable/,
    )
}
