//! Gyeot (곁, "at your side"): the server behind a city's programme against the sex trade around adolescents.
//!
//! A map of the crate, from the ground up:
//!
//! * [`platform`]: what every feature stands on: configuration, clock, ids, errors, database, keys, news, HTTP.
//! * [`accounts`]: staff: who they are, how they sign in, and what they did (audit chain, read ledger).
//! * [`messaging`]: the durable conversation core: protocol, log, hub, socket.
//! * [`chat`]: visits, the waiting room, assignment, the desk.
//! * [`insights`]: the figures, for those who answer for the programme.
//! * [`app`], [`router`], [`api`], [`server`], [`jobs`], [`pages`], [`cli`]: the pieces put together.
//!
//! `docs/architecture.md` has the picture and the reasons.

pub mod accounts;
pub mod api;
pub mod app;
pub mod chat;
pub mod cli;
pub mod insights;
pub mod jobs;
pub mod messaging;
pub mod pages;
pub mod platform;
pub mod router;
pub mod server;
