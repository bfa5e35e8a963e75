package tasks


// When the task last ran well; the scheduler sets it.
option lastSuccessTime = _zeroTime

// When the task last ran well, or orTime if it never did.
lastSuccess = (orTime) => _lastSuccess(orTime: orTime, lastSuccessTime: lastSuccessTime)
