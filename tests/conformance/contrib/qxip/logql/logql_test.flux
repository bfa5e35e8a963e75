// Queries of Loki. An echo gives back the query, which is a header without rows.
package logql_test


import "contrib/qxip/logql"
import "testing"

option logql.defaultURL = "http://loki.test"
option logql.defaultAPI = "/query"

testcase query_range {
    testing.assertEmpty(tables: logql.query_range(query: "rate", start: -1h, orgid: "o"))
}
