// The package has moved: whatever is called says where to.
package date_boundaries_test


import "date/boundaries"
import "testing"

moved = /moved to 'experimental\/date\/boundaries'/

testcase yesterday {
    testing.shouldError(fn: () => boundaries.yesterday(), want: moved)
}

testcase monday {
    testing.shouldError(fn: () => boundaries.monday(), want: moved)
}

testcase tuesday {
    testing.shouldError(fn: () => boundaries.tuesday(), want: moved)
}

testcase wednesday {
    testing.shouldError(fn: () => boundaries.wednesday(), want: moved)
}

testcase thursday {
    testing.shouldError(fn: () => boundaries.thursday(), want: moved)
}

testcase friday {
    testing.shouldError(fn: () => boundaries.friday(), want: moved)
}

testcase saturday {
    testing.shouldError(fn: () => boundaries.saturday(), want: moved)
}

testcase sunday {
    testing.shouldError(fn: () => boundaries.sunday(), want: moved)
}

testcase week {
    testing.shouldError(fn: () => boundaries.week(), want: moved)
}

testcase month {
    testing.shouldError(fn: () => boundaries.month(), want: moved)
}
