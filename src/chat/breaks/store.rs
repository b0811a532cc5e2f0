//! Breaks in the database: columns of the desk, and a mark on the conversation.

use chrono::{DateTime, Utc};

use crate::{accounts::AccountId, messaging::ConversationId, platform::db::Tx};

/// Marks a conversation as heavy for who has it.
pub(super) async fn mark(tx: &mut Tx, id: ConversationId) -> sqlx::Result<()> {
    tx.query("UPDATE conversation SET heavy = $1 WHERE id = $2").bind(true).bind(id).execute().await?;
    Ok(())
}

/// Whether a conversation was heavy for who has it, its risk at this moment counted in. The mark is taken off: the next
/// one begins anew.
pub(super) async fn take_weight(tx: &mut Tx, id: ConversationId, from: i64) -> sqlx::Result<bool> {
    let (marked, risk): (bool, i64) =
        tx.query("SELECT heavy, risk FROM conversation WHERE id = $1").bind(id).fetch_one().await?;
    if marked {
        tx.query("UPDATE conversation SET heavy = $1 WHERE id = $2").bind(false).bind(id).execute().await?;
    }
    Ok(marked || risk >= from)
}

/// Counts a heavy one at the desk of who had it, and says how many that makes.
pub(super) async fn count(tx: &mut Tx, account: AccountId) -> sqlx::Result<i64> {
    let row: Option<(i64,)> = tx
        .query("UPDATE desk SET heavy = heavy + 1 WHERE account = $1 RETURNING heavy")
        .bind(account)
        .fetch_optional()
        .await?;
    Ok(row.map_or(0, |(heavy,)| heavy))
}

/// Begins a break at a desk that is on none.
pub(super) async fn begin(
    tx: &mut Tx,
    account: AccountId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let begun = tx
        .query("UPDATE desk SET break_from = $1, break_until = $2 WHERE account = $3 AND break_until IS NULL")
        .bind(from)
        .bind(until)
        .bind(account)
        .execute()
        .await?;
    Ok(begun == 1)
}

/// Ends a break that is on, unless so many heavy ones make her take it in full.
pub(super) async fn cut_short(tx: &mut Tx, account: AccountId, forced_after: i64) -> sqlx::Result<bool> {
    let ended = tx
        .query(
            "UPDATE desk SET break_from = NULL, break_until = NULL
             WHERE account = $1 AND break_until IS NOT NULL AND heavy < $2",
        )
        .bind(account)
        .bind(forced_after)
        .execute()
        .await?;
    Ok(ended == 1)
}

/// Ends the breaks that have had their length: the count begins anew.
pub(super) async fn end_due(tx: &mut Tx, now: DateTime<Utc>) -> sqlx::Result<u64> {
    tx.query("UPDATE desk SET heavy = 0, break_from = NULL, break_until = NULL WHERE break_until <= $1")
        .bind(now)
        .execute()
        .await
}
