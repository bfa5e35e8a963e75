// Digests of a text, as other programs compute them.
package contrib_qxip_hash_test


import "array"
import "contrib/qxip/hash"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase sha256 {
    same(
        got: {a: hash.sha256(v: "abc")},
        want: {a: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    )
}

testcase sha1 {
    same(got: {a: hash.sha1(v: "abc")}, want: {a: "a9993e364706816aba3e25717850c26c9cd0d89d"})
}

testcase md5 {
    same(got: {a: hash.md5(v: "abc")}, want: {a: "900150983cd24fb0d6963f7d28e17f72"})
}

testcase xxhash64 {
    same(got: {a: hash.xxhash64(v: "")}, want: {a: "17241709254077376921"})
}

testcase cityhash64 {
    same(got: {a: hash.cityhash64(v: "")}, want: {a: "11160318154034397263"})
}

testcase b64 {
    same(got: {a: hash.b64(v: "abc")}, want: {a: "YWJj"})
}

testcase hmac {
    same(
        got: {a: hash.hmac(v: "what do ya want for nothing?", k: "Jefe")},
        want: {a: "7/zfauXrL6LSdBbV8YTfnCWafHk="},
    )
}
