//! Staff: signing in, second factor, sessions, passwords, roles, the audit chain, the command line.

mod admin;
mod audit;
mod passwords;
mod people;
mod roles;
mod second_factor;
mod sessions;
mod sign_in;
