// Functions of texts, with letters beyond ASCII where that matters.
package strings_test


import "array"
import "strings"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase compare {
    same(
        got: {
            a: strings.compare(v: "a", t: "b"),
            b: strings.compare(v: "b", t: "a"),
            c: strings.compare(v: "a", t: "a"),
        },
        want: {a: -1, b: 1, c: 0},
    )
}

testcase containsAny {
    same(
        got: {
            a: strings.containsAny(v: "failure", chars: "xyzu"),
            b: strings.containsAny(v: "failure", chars: "xyz"),
        },
        want: {a: true, b: false},
    )
}

testcase containsStr {
    same(
        got: {
            a: strings.containsStr(v: "seafood", substr: "foo"),
            b: strings.containsStr(v: "seafood", substr: "bar"),
        },
        want: {a: true, b: false},
    )
}

testcase countStr {
    same(
        got: {
            a: strings.countStr(v: "cheese", substr: "e"),
            b: strings.countStr(v: "aaaa", substr: "aa"),
        },
        want: {a: 3, b: 2},
    )
}

testcase equalFold {
    same(
        got: {a: strings.equalFold(v: "Größe", t: "GRÖßE"), b: strings.equalFold(v: "a", t: "b")},
        want: {a: true, b: false},
    )
}

testcase hasPrefix {
    same(
        got: {
            a: strings.hasPrefix(v: "measure", prefix: "mea"),
            b: strings.hasPrefix(v: "measure", prefix: "ure"),
        },
        want: {a: true, b: false},
    )
}

testcase hasSuffix {
    same(
        got: {
            a: strings.hasSuffix(v: "measure", suffix: "ure"),
            b: strings.hasSuffix(v: "measure", suffix: "mea"),
        },
        want: {a: true, b: false},
    )
}

testcase index {
    same(
        got: {
            a: strings.index(v: "chicken", substr: "ken"),
            b: strings.index(v: "chicken", substr: "dmr"),
        },
        want: {a: 4, b: -1},
    )
}

testcase indexAny {
    same(
        got: {
            a: strings.indexAny(v: "golang", chars: "gn"),
            b: strings.indexAny(v: "golang", chars: "xyz"),
        },
        want: {a: 0, b: -1},
    )
}

testcase isDigit {
    same(got: {a: strings.isDigit(v: "7"), b: strings.isDigit(v: "A")}, want: {a: true, b: false})
}

testcase isLetter {
    same(got: {a: strings.isLetter(v: "a"), b: strings.isLetter(v: "7")}, want: {a: true, b: false})
}

testcase isLower {
    same(got: {a: strings.isLower(v: "a"), b: strings.isLower(v: "A")}, want: {a: true, b: false})
}

testcase isUpper {
    same(got: {a: strings.isUpper(v: "A"), b: strings.isUpper(v: "a")}, want: {a: true, b: false})
}

testcase joinStr {
    same(
        got: {
            a: strings.joinStr(arr: ["a", "b", "c"], v: "-"),
            b: strings.joinStr(arr: ["alone"], v: "-"),
        },
        want: {a: "a-b-c", b: "alone"},
    )
}

testcase lastIndex {
    same(
        got: {
            a: strings.lastIndex(v: "go gopher", substr: "go"),
            b: strings.lastIndex(v: "go", substr: "x"),
        },
        want: {a: 3, b: -1},
    )
}

testcase lastIndexAny {
    same(
        got: {
            a: strings.lastIndexAny(v: "golang", chars: "go"),
            b: strings.lastIndexAny(v: "golang", chars: "xyz"),
        },
        want: {a: 5, b: -1},
    )
}

testcase repeat {
    same(
        got: {a: strings.repeat(v: "na", i: 3), b: strings.repeat(v: "na", i: 0)},
        want: {a: "nanana", b: ""},
    )
}

testcase replace {
    same(
        got: {a: strings.replace(v: "oink oink oink", t: "oink", u: "moo", i: 2)},
        want: {a: "moo moo oink"},
    )
}

testcase replaceAll {
    same(
        got: {
            a: strings.replaceAll(v: "oink oink", t: "oink", u: "moo"),
            b: strings.replaceAll(v: "ab", t: "", u: "-"),
        },
        want: {a: "moo moo", b: "-a-b-"},
    )
}

testcase split {
    same(
        got: {
            a: display(v: strings.split(v: "a,b,c", t: ",")),
            b: display(v: strings.split(v: "äb", t: "")),
        },
        want: {a: "[a, b, c]", b: "[ä, b]"},
    )
}

testcase splitAfter {
    same(got: {a: display(v: strings.splitAfter(v: "a,b,c", t: ","))}, want: {a: "[a,, b,, c]"})
}

testcase splitAfterN {
    same(
        got: {a: display(v: strings.splitAfterN(v: "a,b,c", t: ",", i: 2))},
        want: {a: "[a,, b,c]"},
    )
}

testcase splitN {
    same(got: {a: display(v: strings.splitN(v: "a,b,c", t: ",", i: 2))}, want: {a: "[a, b,c]"})
}

testcase strlen {
    same(got: {a: strings.strlen(v: "Größe"), b: strings.strlen(v: "")}, want: {a: 5, b: 0})
}

testcase substring {
    same(
        got: {
            a: strings.substring(v: "Größe", start: 1, end: 4),
            b: strings.substring(v: "abc", start: -1, end: 9),
        },
        want: {a: "röß", b: "abc"},
    )
}

testcase title {
    same(got: {a: strings.title(v: "a flux of heat")}, want: {a: "A Flux Of Heat"})
}

testcase toLower {
    same(got: {a: strings.toLower(v: "GRÖSSE")}, want: {a: "grösse"})
}

testcase toTitle {
    same(got: {a: strings.toTitle(v: "größe")}, want: {a: "GRÖßE"})
}

testcase toUpper {
    same(got: {a: strings.toUpper(v: "häuser")}, want: {a: "HÄUSER"})
}

testcase trim {
    same(
        got: {
            a: strings.trim(v: ".abc..", cutset: "."),
            b: strings.trim(v: "xyabcyx", cutset: "xy"),
        },
        want: {a: "abc", b: "abc"},
    )
}

testcase trimLeft {
    same(got: {a: strings.trimLeft(v: "..abc.", cutset: ".")}, want: {a: "abc."})
}

testcase trimPrefix {
    same(
        got: {
            a: strings.trimPrefix(v: "123_abc", prefix: "123"),
            b: strings.trimPrefix(v: "abc", prefix: "123"),
        },
        want: {a: "_abc", b: "abc"},
    )
}

testcase trimRight {
    same(got: {a: strings.trimRight(v: ".abc..", cutset: ".")}, want: {a: ".abc"})
}

testcase trimSpace {
    same(got: {a: strings.trimSpace(v: "  a b\t\n")}, want: {a: "a b"})
}

testcase trimSuffix {
    same(
        got: {
            a: strings.trimSuffix(v: "abc_123", suffix: "123"),
            b: strings.trimSuffix(v: "abc", suffix: "123"),
        },
        want: {a: "abc_", b: "abc"},
    )
}
