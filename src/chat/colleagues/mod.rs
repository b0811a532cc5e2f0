//! Colleagues: to whom a conversation can be handed right now.

mod routes;
mod store;

use serde::Serialize;
use utoipa::ToSchema;

pub use routes::{Api, routes};

use super::model::DESK_HOLDS;
use crate::{
    accounts::{self, AccountId, Language},
    app::App,
    platform::{Error, Result},
};

/// More are not shown: nobody picks from a longer list, and the line takes a conversation as well.
const MOST: i64 = 500;

/// Somebody at her desk who has room.
#[derive(Debug, Serialize, ToSchema)]
pub struct Colleague {
    /// Her account.
    id: AccountId,
    /// Her name.
    name: String,
    /// What she speaks.
    languages: Vec<Language>,
    /// `available`
    state: String,
    /// How many conversations at once.
    capacity: i64,
    /// How many she has.
    active: i64,
}

/// Everybody at her desk who has room, but for `by`; the least busy first.
///
/// # Errors
/// As any statement.
pub async fn list(app: &App, by: AccountId) -> Result<Vec<Colleague>> {
    let seen_after = app.clock.now() - DESK_HOLDS;
    let mut free = store::free(&mut app.db.read().await?, by, seen_after, MOST).await?;
    // Here and not in the statement: the engines sort letters differently.
    free.sort_by(|one, other| (one.load, &one.name, one.account).cmp(&(other.load, &other.name, other.account)));
    let view = |desk: store::Desk| {
        Ok(Colleague {
            id: desk.account,
            name: desk.name,
            languages: accounts::list(&desk.languages, ',').map_err(Error::Internal)?,
            state: desk.state,
            capacity: desk.capacity,
            active: desk.load,
        })
    };
    free.into_iter().map(view).collect()
}
