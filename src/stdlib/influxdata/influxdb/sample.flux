package sample


import "array"
import "dict"
import "experimental/csv"

// All sets of data: where they are, what they hold, how large they are, and whether they are kept
// up to date ("live").
_sets =
    [
        "airSensor": {
            url: "https://influx-testdata.s3.amazonaws.com/air-sensor-data-annotated.csv",
            desc:
                "Made temperature, humidity and carbon monoxide of an office building, every 15 minutes.",
            size: "~600 KB",
            type: "live",
        },
        "birdMigration": {
            url: "https://influx-testdata.s3.amazonaws.com/bird-migration.csv",
            desc:
                "Places of African birds from 2019-01-01 to 2019-12-31, of Movebank: Animal Tracking.",
            size: "~1.2 MB",
            type: "static",
        },
        "bitcoin": {
            url: "https://influx-testdata.s3.amazonaws.com/bitcoin-historical-annotated.csv",
            desc: "Prices of bitcoin of the last 30 days, every 15 minutes, of CoinDesk.",
            size: "~700 KB",
            type: "live",
        },
        "machineProduction": {
            url: "https://influx-testdata.s3.amazonaws.com/machine-production.csv",
            desc: "States and counts of four grinding stations on 2021-08-01.",
            size: "~11.9 MB",
            type: "static",
        },
        "noaa": {
            url:
                "https://influx-testdata.s3.amazonaws.com/noaa-ndbc-latest-observations-annotated.csv",
            desc: "Latest observations of the buoys of NOAA, every 15 minutes.",
            size: "~1.3 MB",
            type: "live",
        },
        "noaaWater": {
            url: "https://influx-testdata.s3.amazonaws.com/noaa.csv",
            desc: "Water levels at two stations of NOAA from 2019-08-17 to 2019-09-17.",
            size: "~10.3 MB",
            type: "static",
        },
        "usgs": {
            url: "https://influx-testdata.s3.amazonaws.com/usgs-earthquake-all-week-annotated.csv",
            desc: "Earthquakes of the last week, every 15 minutes, of USGS.",
            size: "~6 MB",
            type: "live",
        },
    ]

_setInfo = (set) => {
    known = dict.get(dict: _sets, key: set, default: {url: "", desc: "", size: "", type: ""})

    return {
        name: set,
        description: known.desc,
        url: known.url,
        size: known.size,
        type: known.type,
    }
}

// Fetches a set of data.
data = (set) => {
    url = _setInfo(set: set).url

    return
        csv.from(
            url:
                if url == "" then
                    die(msg: "Invalid sample data set. Use sample.list to view available datasets.")
                else
                    url,
        )
}

// Lists the sets of data.
list = () =>
    array.from(
        rows: [
            _setInfo(set: "airSensor"),
            _setInfo(set: "birdMigration"),
            _setInfo(set: "bitcoin"),
            _setInfo(set: "machineProduction"),
            _setInfo(set: "noaa"),
            _setInfo(set: "noaaWater"),
            _setInfo(set: "usgs"),
        ],
    )

// Moves times so that the last one is now.
alignToNow = (tables=<-) => {
    latest =
        tables
            |> keep(columns: ["_time"])
            |> last(column: "_time")
            |> findRecord(fn: (key) => true, idx: 0)

    return tables |> timeShift(duration: duration(v: int(v: now()) - int(v: latest._time)))
}
