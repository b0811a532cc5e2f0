//! Commands that play people against a real server.

mod demo;
mod load;
