package v1


import "influxdata/influxdb/schema"

// Everything here is a second name of a function of schema.
fieldsAsCols = schema.fieldsAsCols
tagValues = schema.tagValues
tagKeys = schema.tagKeys
fieldKeys = schema.fieldKeys
measurements = schema.measurements
measurementTagValues = schema.measurementTagValues
measurementTagKeys = schema.measurementTagKeys
measurementFieldKeys = schema.measurementFieldKeys
