package requests


import "http/requests"

_emptyBody = requests._emptyBody
_do = requests._do

// How requests are sent that do not say it themselves. It is another option than that of
// http/requests.
option defaultConfig = {timeout: 0s, insecureSkipVerify: false}

// Sends a request, and gives status, headers and body of the answer, and how long it took.
do = (
    method,
    url,
    params=[:],
    headers=[:],
    body=_emptyBody,
    config=defaultConfig,
) =>
    _do(
        method: method,
        url: url,
        params: params,
        headers: headers,
        body: body,
        config: config,
    )

// Sends a POST request.
post = (
    url,
    params=[:],
    headers=[:],
    body=_emptyBody,
    config=defaultConfig,
) =>
    do(
        method: "POST",
        url: url,
        params: params,
        headers: headers,
        body: body,
        config: config,
    )

// Sends a GET request.
get = (
    url,
    params=[:],
    headers=[:],
    body=_emptyBody,
    config=defaultConfig,
) =>
    do(
        method: "GET",
        url: url,
        params: params,
        headers: headers,
        body: body,
        config: config,
    )

// Shows an answer as a table of one row.
peek = requests.peek
