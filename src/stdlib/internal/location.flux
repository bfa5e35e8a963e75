package location


// The zone whose clock windows and dates follow.
option location = {zone: "UTC", offset: 0h}
