package profiler


// What upstream measures: "query", "operator". Nothing is measured here.
option enabledProfilers = [""]
