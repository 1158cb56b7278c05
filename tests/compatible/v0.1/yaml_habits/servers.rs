// Generated from openapi.yaml. Change the description or the settings, not this file.

// The description has no servers to choose from.
