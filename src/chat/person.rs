//! Somebody of the staff, as others see her.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    accounts::{self, AccountId},
    platform::{Result, db::Conn},
};

/// Somebody of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StaffPerson)]
pub struct Person {
    /// Her account.
    pub id: AccountId,
    /// Her name.
    pub name: String,
}

/// The names of those in a list, asked for at once.
#[derive(Debug)]
pub struct People(HashMap<AccountId, String>);

impl People {
    /// Those with these ids.
    ///
    /// # Errors
    /// As any statement.
    pub async fn find(conn: &mut Conn, mut ids: Vec<AccountId>) -> Result<Self> {
        ids.sort_unstable();
        ids.dedup();
        Ok(Self(accounts::names(conn, &ids).await?))
    }

    /// One of them.
    #[must_use]
    pub fn person(&self, id: AccountId) -> Person {
        Person { id, name: self.0.get(&id).cloned().unwrap_or_default() }
    }
}
