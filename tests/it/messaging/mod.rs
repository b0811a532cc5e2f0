//! The socket, frame by frame and promise by promise.

mod close_codes;
mod faults;
mod handshake;
mod hello;
mod history;
mod nodes;
mod order;
mod rates;
mod reading;
mod sending;
