package boundaries


import "date"

// The day before today.
yesterday = () => ({start: date.sub(d: 1d, from: today()), stop: today()})

// Gives func the last day of the week named td before today; today's own weekday means that of
// the week before. The offset moves today.
_day_finder = (td, func, offset=0h) => {
    day = if int(v: offset) == 0 then today() else date.add(d: offset, to: today())
    weekday = date.weekDay(t: day)
    back =
        if weekday == td then
            7
        else if weekday == date.Sunday then
            7 - td
        else if td > weekday then
            7 - (td - weekday)
        else
            weekday - td
    found = date.sub(d: date.scale(d: 1d, n: back), from: day)

    return func(s: date.truncate(t: found, unit: 1d))
}

// The day that begins at s.
_day_formatter = (s) => ({start: s, stop: date.add(d: 1d, to: s)})

// The week that begins at s.
_week_formatter = (s) => ({start: s, stop: date.add(d: 1w, to: s)})

// The last Monday before today.
monday = () => _day_finder(td: date.Monday, func: _day_formatter)

// The last Tuesday before today.
tuesday = () => _day_finder(td: date.Tuesday, func: _day_formatter)

// The last Wednesday before today.
wednesday = () => _day_finder(td: date.Wednesday, func: _day_formatter)

// The last Thursday before today.
thursday = () => _day_finder(td: date.Thursday, func: _day_formatter)

// The last Friday before today.
friday = () => _day_finder(td: date.Friday, func: _day_formatter)

// The last Saturday before today.
saturday = () => _day_finder(td: date.Saturday, func: _day_formatter)

// The last Sunday before today.
sunday = () => _day_finder(td: date.Sunday, func: _day_formatter)

// This month, or the one so many months from it.
month = (month_offset=0) => {
    this = date.truncate(t: today(), unit: 1mo)
    start = date.add(d: date.scale(d: 1mo, n: month_offset), to: this)

    return {start: start, stop: date.add(d: 1mo, to: start)}
}

// This week, or the one so many weeks from it. Weeks begin on Monday, or on Sunday.
week = (start_sunday=false, week_offset=0) => {
    first = if start_sunday then date.Sunday else date.Monday
    offset = date.scale(d: 1w, n: week_offset)
    before = _day_finder(td: first, func: _week_formatter, offset: offset)

    // On the first day of a week, the finder gave the week before.
    start =
        if date.weekDay(t: today()) == date.weekDay(t: before.start) then
            date.add(d: 1w, to: before.start)
        else
            before.start

    return {start: start, stop: date.add(d: 1w, to: start)}
}
