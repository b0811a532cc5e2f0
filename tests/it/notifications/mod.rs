//! Notifications: that something waits, told on every way that leads to somebody, and nothing more than that.

mod lease;
mod mail;
mod outbox;
mod people;
mod push;
mod subscriptions;
