// Generated from openapi.yaml. Change the description or the settings, not this file.

// The description declares no response headers.
