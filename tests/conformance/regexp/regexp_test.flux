// Regular expressions as values.
package regexp_test


import "array"
import "regexp"
import "testing"

pieces = regexp.splitRegexp(r: /a*/, v: "abaabaccadaaae", i: 5)

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase compile {
    same(
        got: {
            a: "temp7" =~ regexp.compile(v: "^temp[0-9]$"),
            b: "temp77" =~ regexp.compile(v: "^temp[0-9]$"),
        },
        want: {a: true, b: false},
    )
}

testcase findString {
    same(
        got: {
            a: regexp.findString(r: /foo.?/, v: "seafood fool"),
            b: regexp.findString(r: /x/, v: "seafood"),
        },
        want: {a: "food", b: ""},
    )
}

testcase findStringIndex {
    same(got: {a: display(v: regexp.findStringIndex(r: /ab?/, v: "tablett"))}, want: {a: "[1, 3]"})
}

testcase getString {
    same(got: {a: regexp.getString(r: /^[a-z]+$/)}, want: {a: "^[a-z]+$"})
}

testcase matchRegexpString {
    same(
        got: {
            a: regexp.matchRegexpString(r: /(gopher){2}/, v: "gophergophergopher"),
            b: regexp.matchRegexpString(r: /(gopher){2}/, v: "gopher"),
        },
        want: {a: true, b: false},
    )
}

testcase quoteMeta {
    same(got: {a: regexp.quoteMeta(v: "1.5*x?")}, want: {a: "1\\.5\\*x\\?"})
}

testcase replaceAllString {
    same(
        got: {
            a: regexp.replaceAllString(r: /a(x*)b/, v: "-ab-axxb-", t: "T"),
            b: regexp.replaceAllString(r: /a(x*)b/, v: "-axxb-", t: "[$1]"),
        },
        want: {a: "-T-T-", b: "-[xx]-"},
    )
}

testcase splitRegexp {
    same(
        got: {
            a: pieces[0],
            b: pieces[1],
            c: pieces[3],
            d: pieces[4],
            n: length(arr: pieces),
        },
        want: {
            a: "",
            b: "b",
            c: "c",
            d: "cadaaae",
            n: 5,
        },
    )
}
