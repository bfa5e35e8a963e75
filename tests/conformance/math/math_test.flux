// Functions of floats; each at points whose values are known by heart, or from tables.
package math_test


import "array"
import "math"
import "testing"

// Compares two records.
same = (got, want) => testing.diff(got: array.from(rows: [got]), want: array.from(rows: [want]))

testcase abs {
    same(got: {a: math.abs(x: -1.5), b: math.abs(x: 2.0)}, want: {a: 1.5, b: 2.0})
}

testcase acos {
    same(got: {a: math.acos(x: 1.0), b: math.acos(x: 0.0)}, want: {a: 0.0, b: math.pi / 2.0})
}

testcase acosh {
    same(got: {a: math.acosh(x: 1.0), b: math.acosh(x: 2.0)}, want: {a: 0.0, b: 1.3169578969248166})
}

testcase asin {
    same(got: {a: math.asin(x: 0.0), b: math.asin(x: 1.0)}, want: {a: 0.0, b: math.pi / 2.0})
}

testcase asinh {
    same(got: {a: math.asinh(x: 0.0), b: math.asinh(x: 1.0)}, want: {a: 0.0, b: 0.881373587019543})
}

testcase atan {
    same(got: {a: math.atan(x: 0.0), b: math.atan(x: 1.0)}, want: {a: 0.0, b: math.pi / 4.0})
}

testcase atan2 {
    same(
        got: {a: math.atan2(y: 1.0, x: -1.0), b: math.atan2(y: 0.0, x: 5.0)},
        want: {a: 3.0 * math.pi / 4.0, b: 0.0},
    )
}

testcase atanh {
    same(got: {a: math.atanh(x: 0.0), b: math.atanh(x: 0.5)}, want: {a: 0.0, b: 0.5493061443340549})
}

testcase cbrt {
    same(got: {a: math.cbrt(x: 27.0), b: math.cbrt(x: -8.0)}, want: {a: 3.0, b: -2.0})
}

testcase ceil {
    same(got: {a: math.ceil(x: 1.2), b: math.ceil(x: -1.2)}, want: {a: 2.0, b: -1.0})
}

testcase copysign {
    same(
        got: {a: math.copysign(x: 3.0, y: -0.5), b: math.copysign(x: -3.0, y: 2.0)},
        want: {a: -3.0, b: 3.0},
    )
}

testcase cos {
    same(got: {a: math.cos(x: 0.0), b: math.cos(x: math.pi)}, want: {a: 1.0, b: -1.0})
}

testcase cosh {
    same(got: {a: math.cosh(x: 0.0), b: math.cosh(x: 1.0)}, want: {a: 1.0, b: 1.5430806348152437})
}

testcase dim {
    same(got: {a: math.dim(x: 5.0, y: 3.0), b: math.dim(x: 3.0, y: 5.0)}, want: {a: 2.0, b: 0.0})
}

testcase erf {
    same(got: {a: math.erf(x: 0.0), b: math.erf(x: 0.5)}, want: {a: 0.0, b: 0.5204998778130465})
}

testcase erfc {
    same(got: {a: math.erfc(x: 0.0), b: math.erfc(x: 0.5)}, want: {a: 1.0, b: 0.4795001221869535})
}

testcase erfcinv {
    same(
        got: {a: math.erfcinv(x: 1.0), b: math.erfcinv(x: 0.4795001221869535)},
        want: {a: 0.0, b: 0.5},
    )
}

testcase erfinv {
    same(
        got: {a: math.erfinv(x: 0.0), b: math.erfinv(x: 0.5204998778130465)},
        want: {a: 0.0, b: 0.5},
    )
}

testcase exp {
    same(got: {a: math.exp(x: 0.0), b: math.exp(x: 1.0)}, want: {a: 1.0, b: math.e})
}

testcase exp2 {
    same(got: {a: math.exp2(x: 10.0), b: math.exp2(x: -1.0)}, want: {a: 1024.0, b: 0.5})
}

testcase expm1 {
    same(got: {a: math.expm1(x: 0.0), b: math.expm1(x: 1.0)}, want: {a: 0.0, b: math.e - 1.0})
}

testcase float64bits {
    same(got: {a: math.float64bits(f: 1.0)}, want: {a: uint(v: 4607182418800017408)})
}

testcase float64frombits {
    same(got: {a: math.float64frombits(b: uint(v: 4607182418800017408))}, want: {a: 1.0})
}

testcase floor {
    same(got: {a: math.floor(x: 1.8), b: math.floor(x: -1.2)}, want: {a: 1.0, b: -2.0})
}

testcase frexp {
    same(got: {a: math.frexp(f: 12.0).frac, b: math.frexp(f: 12.0).exp}, want: {a: 0.75, b: 4})
}

testcase gamma {
    same(got: {a: math.gamma(x: 5.0), b: math.gamma(x: 0.5)}, want: {a: 24.0, b: 1.772453850905516})
}

testcase hypot {
    same(
        got: {a: math.hypot(p: 3.0, q: 4.0), b: math.hypot(p: -5.0, q: 12.0)},
        want: {a: 5.0, b: 13.0},
    )
}

testcase ilogb {
    same(got: {a: math.ilogb(x: 9.0), b: math.ilogb(x: 0.25)}, want: {a: 3, b: -2})
}

testcase isInf {
    same(
        got: {
            a: math.isInf(f: math.mInf(sign: 1), sign: 1),
            b: math.isInf(f: math.mInf(sign: 1), sign: -1),
            c: math.isInf(f: 1.0, sign: 0),
        },
        want: {a: true, b: false, c: false},
    )
}

testcase isNaN {
    same(got: {a: math.isNaN(f: math.NaN()), b: math.isNaN(f: 1.0)}, want: {a: true, b: false})
}

testcase j0 {
    same(got: {a: math.j0(x: 0.0), b: math.j0(x: 1.0)}, want: {a: 1.0, b: 0.7651976865579666})
}

testcase j1 {
    same(got: {a: math.j1(x: 0.0), b: math.j1(x: 1.0)}, want: {a: 0.0, b: 0.44005058574493355})
}

testcase jn {
    same(
        got: {a: math.jn(n: 2, x: 1.0), b: math.jn(n: 0, x: 1.0)},
        want: {a: 0.1149034849319005, b: 0.7651976865579666},
    )
}

testcase ldexp {
    same(
        got: {a: math.ldexp(frac: 0.5, exp: 3), b: math.ldexp(frac: 1.0, exp: -2)},
        want: {a: 4.0, b: 0.25},
    )
}

testcase lgamma {
    same(
        got: {a: math.lgamma(x: 5.0).lgamma, b: math.lgamma(x: -0.5).sign},
        want: {a: 3.1780538303479458, b: -1},
    )
}

testcase log {
    same(got: {a: math.log(x: math.e), b: math.log(x: 1.0)}, want: {a: 1.0, b: 0.0})
}

testcase log10 {
    same(got: {a: math.log10(x: 1000.0), b: math.log10(x: 0.1)}, want: {a: 3.0, b: -1.0})
}

testcase log1p {
    same(got: {a: math.log1p(x: 0.0), b: math.log1p(x: math.e - 1.0)}, want: {a: 0.0, b: 1.0})
}

testcase log2 {
    same(got: {a: math.log2(x: 8.0), b: math.log2(x: 0.5)}, want: {a: 3.0, b: -1.0})
}

testcase logb {
    same(got: {a: math.logb(x: 9.0), b: math.logb(x: 0.25)}, want: {a: 3.0, b: -2.0})
}

testcase mInf {
    same(
        got: {a: math.mInf(sign: -1) < 0.0, b: math.mInf(sign: 1) > math.maxfloat},
        want: {a: true, b: true},
    )
}

testcase mMax {
    same(
        got: {a: math.mMax(x: 1.0, y: 2.0), b: math.mMax(x: -1.0, y: -2.0)},
        want: {a: 2.0, b: -1.0},
    )
}

testcase mMin {
    same(
        got: {a: math.mMin(x: 1.0, y: 2.0), b: math.mMin(x: -1.0, y: -2.0)},
        want: {a: 1.0, b: -2.0},
    )
}

testcase mod {
    same(got: {a: math.mod(x: 7.5, y: 2.0), b: math.mod(x: -7.5, y: 2.0)}, want: {a: 1.5, b: -1.5})
}

testcase modf {
    same(got: {a: math.modf(f: 3.25).int, b: math.modf(f: 3.25).frac}, want: {a: 3.0, b: 0.25})
}

testcase not_a_number {
    same(
        got: {a: math.NaN() == math.NaN(), b: math.isNaN(f: math.NaN() + 1.0)},
        want: {a: false, b: true},
    )
}

testcase nextafter {
    same(
        got: {a: math.nextafter(x: 1.0, y: 2.0) > 1.0, b: math.nextafter(x: 1.0, y: 1.0) == 1.0},
        want: {a: true, b: true},
    )
}

testcase pow {
    same(
        got: {a: math.pow(x: 2.0, y: 10.0), b: math.pow(x: 9.0, y: 0.5)},
        want: {a: 1024.0, b: 3.0},
    )
}

testcase pow10 {
    same(got: {a: math.pow10(n: 3), b: math.pow10(n: -1)}, want: {a: 1000.0, b: 0.1})
}

testcase remainder {
    same(
        got: {a: math.remainder(x: 7.0, y: 2.0), b: math.remainder(x: 5.0, y: 3.0)},
        want: {a: -1.0, b: -1.0},
    )
}

testcase round {
    same(
        got: {a: math.round(x: 2.5), b: math.round(x: -2.5), c: math.round(x: 2.4)},
        want: {a: 3.0, b: -3.0, c: 2.0},
    )
}

testcase roundtoeven {
    same(got: {a: math.roundtoeven(x: 2.5), b: math.roundtoeven(x: 3.5)}, want: {a: 2.0, b: 4.0})
}

testcase signbit {
    same(got: {a: math.signbit(x: -1.0), b: math.signbit(x: 1.0)}, want: {a: true, b: false})
}

testcase sin {
    same(got: {a: math.sin(x: 0.0), b: math.sin(x: math.pi / 2.0)}, want: {a: 0.0, b: 1.0})
}

testcase sincos {
    same(got: {a: math.sincos(x: 0.0).sin, b: math.sincos(x: 0.0).cos}, want: {a: 0.0, b: 1.0})
}

testcase sinh {
    same(got: {a: math.sinh(x: 0.0), b: math.sinh(x: 1.0)}, want: {a: 0.0, b: 1.1752011936438014})
}

testcase sqrt {
    same(got: {a: math.sqrt(x: 144.0), b: math.sqrt(x: 2.0)}, want: {a: 12.0, b: math.sqrt2})
}

testcase tan {
    same(got: {a: math.tan(x: 0.0), b: math.tan(x: math.pi / 4.0)}, want: {a: 0.0, b: 1.0})
}

testcase tanh {
    same(got: {a: math.tanh(x: 0.0), b: math.tanh(x: 1.0)}, want: {a: 0.0, b: 0.7615941559557649})
}

testcase trunc {
    same(got: {a: math.trunc(x: 1.8), b: math.trunc(x: -1.8)}, want: {a: 1.0, b: -1.0})
}

testcase y0 {
    same(got: {a: math.y0(x: 1.0)}, want: {a: 0.08825696421567698})
}

testcase y1 {
    same(got: {a: math.y1(x: 1.0)}, want: {a: -0.7812128213002887})
}

testcase yn {
    same(
        got: {a: math.yn(n: 2, x: 1.0), b: math.yn(n: 0, x: 1.0)},
        want: {a: -1.6506826068162546, b: 0.08825696421567698},
    )
}

testcase constants {
    same(
        got: {
            pi: math.pi,
            e: math.e,
            phi: math.phi,
            sqrt2: math.sqrt2,
            sqrte: math.sqrte,
            sqrtpi: math.sqrtpi,
            sqrtphi: math.sqrtphi,
            ln2: math.ln2,
            log2e: math.log2e,
            ln10: math.ln10,
            log10e: math.log10e,
        },
        want: {
            pi: 3.141592653589793,
            e: 2.718281828459045,
            phi: 1.618033988749895,
            sqrt2: 1.4142135623730951,
            sqrte: 1.6487212707001282,
            sqrtpi: 1.772453850905516,
            sqrtphi: 1.272019649514069,
            ln2: 0.6931471805599453,
            log2e: 1.4426950408889634,
            ln10: 2.302585092994046,
            log10e: 0.4342944819032518,
        },
    )
}

testcase limits {
    same(
        got: {
            a: math.maxint,
            b: math.minint,
            c: math.maxuint,
            d: math.maxfloat > float(v: "1.79e308"),
            e: math.smallestNonzeroFloat > 0.0,
        },
        want: {
            a: 9223372036854775807,
            b: -9223372036854775807 - 1,
            c: uint(v: "18446744073709551615"),
            d: true,
            e: true,
        },
    )
}
