// A service that fluxlite does not speak to.
package mqtt_test


import "array"
import "experimental/mqtt"
import "testing"

testcase to {
    testing.shouldError(
        fn: () => array.from(rows: [{a: 1}]) |> mqtt.to(broker: "tcp://127.0.0.1:1"),
        want: /`mqtt.to` needs an MQTT broker/,
    )
}

testcase publish {
    testing.shouldError(
        fn: () => mqtt.publish(broker: "tcp://127.0.0.1:1", topic: "t", message: "m"),
        want: /`mqtt.publish` needs an MQTT broker/,
    )
}
