// Queries of ClickHouse. An echo has no rows.
package clickhouse_test


import "contrib/qxip/clickhouse"
import "testing"

option clickhouse.defaultURL = "http://clickhouse.test"

testcase query {
    testing.assertEmpty(tables: clickhouse.query(query: "select 1", limit: 10))
}
