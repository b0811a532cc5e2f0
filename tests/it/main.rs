//! The tests of the whole server, on both database engines. `make test` starts what they need.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod accounts;
mod api;
mod architecture;
mod chat;
mod cli;
mod faults;
mod http;
mod insights;
mod keeping;
mod messaging;
mod platform;
mod roles;
mod schema_parity;
mod server;
mod support;
mod websocket;
