// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;

codegen::open_enums!(super::ServerRegion);
