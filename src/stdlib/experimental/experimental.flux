package experimental

import "date"

// Moves a time, or now by a duration, by the calendar: date.add and date.sub are their new names.
addDuration = (d, to, location=location) => date.add(d: d, to: to, location: location)
subDuration = (d, from, location=location) => date.sub(d: d, from: from, location: location)
