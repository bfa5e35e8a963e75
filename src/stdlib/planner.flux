package planner


// Logical rules that are not to be used.
option disableLogicalRules = [""]

// Physical rules that are not to be used.
option disablePhysicalRules = [""]
