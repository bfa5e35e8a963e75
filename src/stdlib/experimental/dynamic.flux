package dynamic


// Whether two values, which may be null or dynamic, are shown as the same text.
_isNotDistinct = (a, b) => display(v: a) == display(v: b)
