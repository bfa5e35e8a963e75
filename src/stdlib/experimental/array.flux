package array


// Converts each item to a bool.
toBool = (arr=<-) => map(arr: arr, fn: (x) => bool(v: x))

// Converts each item to a duration.
toDuration = (arr=<-) => map(arr: arr, fn: (x) => duration(v: x))

// Converts each item to a float.
toFloat = (arr=<-) => map(arr: arr, fn: (x) => float(v: x))

// Converts each item to an int.
toInt = (arr=<-) => map(arr: arr, fn: (x) => int(v: x))

// Converts each item to a string.
toString = (arr=<-) => map(arr: arr, fn: (x) => string(v: x))

// Converts each item to a time.
toTime = (arr=<-) => map(arr: arr, fn: (x) => time(v: x))

// Converts each item to a uint.
toUInt = (arr=<-) => map(arr: arr, fn: (x) => uint(v: x))
