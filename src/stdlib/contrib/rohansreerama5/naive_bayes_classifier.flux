package naiveBayesClassifier


// Says how probable each class is for the animals of 2020-01-01, by one field, as Bayes' theorem
// has it of those of the days from 2020-01-02 to 2020-01-06.
naiveBayes = (tables=<-, myClass, myField, myMeasurement) => {
    during = (tables=<-, start, stop) =>
        tables
            |> range(start: start, stop: stop)
            |> filter(fn: (r) => r["_measurement"] == myMeasurement and r["_field"] == myField)
            |> group()
    training = tables |> during(start: 2020-01-02T00:00:00Z, stop: 2020-01-06T23:00:00Z)
    asked = tables |> during(start: 2020-01-01T00:00:00Z, stop: 2020-01-01T23:00:00Z)
    all =
        training
            |> group(columns: ["_field"])
            |> count()
            |> findRecord(fn: (key) => key._field == myField, idx: 0)

    // How probable each class is, and each value.
    P_Class_k =
        training
            |> group(columns: [myClass, "_field"])
            |> count()
            |> map(
                fn: (r) =>
                    ({r with p_k: float(v: r._value) / float(v: all._value), tc: all._value}),
            )
            |> group()
    P_value_x =
        training
            |> group(columns: ["_value", "_field"])
            |> count(column: myClass)
            |> rename(fn: (column) => if column == myClass then "__count" else column)
            |> map(
                fn: (r) =>
                    ({r with p_x: float(v: r.__count) / float(v: all._value), tc: all._value}),
            )
            |> rename(fn: (column) => if column == "__count" then myClass else column)

    // How probable each value is in each class.
    P_k_x =
        training
            |> group(columns: ["_field", "_value", myClass])
            |> reduce(fn: (r, accumulator) => ({sum: accumulator.sum + 1.0}), identity: {sum: 0.0})
            |> group()
    P_k_x_class =
        join(tables: {P_k_x: P_k_x, P_Class_k: P_Class_k}, on: [myClass])
            |> group(columns: [myClass, "_value_P_k_x"])
            |> limit(n: 1)
            |> map(fn: (r) => ({r with P_x_k: r.sum / float(v: r._value_P_Class_k)}))
            |> drop(columns: ["_field_P_Class_k", "_value_P_Class_k"])
            |> rename(columns: {_field_P_k_x: "_field", _value_P_k_x: "_value"})
    Probability_table =
        join(tables: {P_k_x_class: P_k_x_class, P_value_x: P_value_x}, on: ["_value", "_field"])
            |> map(fn: (r) => ({r with Probability: r.P_x_k * r.p_k / r.p_x}))
    r = asked |> keep(columns: ["_value", "Animal_name", "_field"])

    return join(tables: {Probability_table: Probability_table, r: r}, on: ["_value"])
}
