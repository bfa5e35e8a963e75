// A service that fluxlite does not speak to.
package kafka_test


import "array"
import "kafka"
import "testing"

testcase to {
    testing.shouldError(
        fn: () => array.from(rows: [{a: 1}]) |> kafka.to(brokers: ["k:1"], topic: "t"),
        want: /`kafka.to` needs a Kafka cluster/,
    )
}
