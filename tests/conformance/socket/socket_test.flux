// A service that fluxlite does not speak to.
package socket_test


import "socket"
import "testing"

testcase from {
    testing.shouldError(
        fn: () => socket.from(url: "tcp://127.0.0.1:1"),
        want: /`socket.from` needs a socket/,
    )
}
