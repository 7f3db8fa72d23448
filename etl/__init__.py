"""Everything that defines and builds a release of the Doorstroommonitor; shows nothing to readers."""
