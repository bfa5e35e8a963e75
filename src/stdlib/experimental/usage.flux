package usage


import "csv"
import "experimental/influxdb"
import "experimental/json"
import "http"

// The path of something of an organization; the server fills in the token's own one.
_path = (orgID, what) => {
    id = if orgID == "" then "{orgID}" else http.pathEscape(inputString: orgID)

    return "/api/v2/orgs/" + id + "/" + what
}

// The body of an answer that is no error.
_body = (response, what) =>
    if response.statusCode > 299 then
        die(
            msg:
                "organization " + what + " request returned status " + string(
                        v: response.statusCode,
                    ) + ": " + string(v: response.body),
        )
    else
        response.body

// What an organization has used.
from = (
        start,
        stop,
        host="",
        orgID="",
        token="",
        raw=false,
    ) =>
    {
        response =
            influxdb.api(
                method: "get",
                path: _path(orgID: orgID, what: "usage"),
                host: host,
                token: token,
                query: ["start": string(v: start), "stop": string(v: stop), "raw": string(v: raw)],
            )

        return csv.from(csv: string(v: _body(response: response, what: "usage")))
    }

// What an organization may use.
limits = (host="", orgID="", token="") => {
    response =
        influxdb.api(
            method: "get",
            path: _path(orgID: orgID, what: "limits"),
            host: host,
            token: token,
        )

    return json.parse(data: _body(response: response, what: "limits")).limits
}
