//! stub, replaced at merge
use super::store::Conversation;
use crate::{
    accounts::AccountId,
    app::App,
    platform::{Result, db::Tx},
};
pub(super) async fn insert(_: &App, _: &mut Tx, _: &Conversation, _: AccountId, _: &str) -> Result<()> {
    Ok(())
}
