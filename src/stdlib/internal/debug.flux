package debug


// Whether upstream computes map by columns even where that is still an experiment. Accepted, and
// without meaning here.
option vectorize = false
