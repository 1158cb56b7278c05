//! Code of earlier generators, compiled with the runtime: committed clients must compile with each later
//! runtime of the same 0.x.
//!
//! The files are data, hence their ending: they are never generated anew. A change of the runtime that breaks
//! them raises x; then the folder of the new version replaces the old one.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::restriction,
    reason = "these files keep their text"
)]

/// A client, as its files lay beside each other when they were generated.
macro_rules! client {
    ($name:ident) => {
        pub mod $name {
            pub mod models {
                include!(concat!("v0.1/", stringify!($name), "/models.rs.txt"));

                mod wire {
                    include!(concat!("v0.1/", stringify!($name), "/wire.rs.txt"));
                }
            }

            pub mod operations {
                include!(concat!("v0.1/", stringify!($name), "/operations.rs.txt"));
            }

            pub mod resources {
                include!(concat!("v0.1/", stringify!($name), "/resources.rs.txt"));
            }

            pub mod headers {
                include!(concat!("v0.1/", stringify!($name), "/headers.rs.txt"));
            }

            pub mod servers {
                include!(concat!("v0.1/", stringify!($name), "/servers.rs.txt"));
            }

            pub mod client {
                include!(concat!("v0.1/", stringify!($name), "/client.rs.txt"));
            }
        }
    };
}

client!(ambiguous_discriminators);
client!(bodies);
client!(choice_by_json_type);
client!(coverage);
client!(directions);
client!(endless);
client!(maps);
client!(odd_types);
client!(openapi_3_2);
client!(paging);
client!(parameters);
client!(security);
client!(several_servers);
client!(streams);
client!(swagger);
client!(swagger_files);
client!(unions_of_values);
client!(xml);
client!(yaml_habits);
