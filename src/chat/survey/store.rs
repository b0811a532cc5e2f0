//! The survey in the database: counts, and a mark.

use crate::{
    messaging::ConversationId,
    platform::db::{Sql, Tx, rows},
};

/// Each language with each pair of answers.
const CELLS: usize = 2 * 4 * 4;

/// Marks that she has answered; says no when she had, or when the talk is not over.
pub(super) async fn mark(tx: &mut Tx, conversation: ConversationId) -> sqlx::Result<bool> {
    let marked = tx
        .query("UPDATE conversation SET surveyed = $1 WHERE id = $2 AND surveyed = $3 AND state = 'closed'")
        .bind(true)
        .bind(conversation)
        .bind(false)
        .execute()
        .await?;
    Ok(marked == 1)
}

/// Counts one more. Every count of the month is written anew each time: which of them grew together with which mark is
/// not to be seen from the rows' versions either (`xmin` on PostgreSQL).
pub(super) async fn count(
    tx: &mut Tx,
    month: &str,
    language: &str,
    helped: &'static str,
    safer: &'static str,
) -> sqlx::Result<()> {
    let text = format!(
        "INSERT INTO survey (month, language, helped, safer, answers) VALUES {} ON CONFLICT DO NOTHING",
        rows(1, CELLS, 5)
    );
    let mut all = tx.query(Sql::built(text));
    for language in ["ko", "en"] {
        for helped in ["yes", "some", "no", "none"] {
            for safer in ["yes", "same", "no", "none"] {
                all = all.bind(month).bind(language).bind(helped).bind(safer).bind(0_i64);
            }
        }
    }
    all.execute().await?;
    tx.query(
        "UPDATE survey SET answers = answers + CASE WHEN language = $2 AND helped = $3 AND safer = $4 THEN 1 ELSE 0 END
         WHERE month = $1",
    )
    .bind(month)
    .bind(language)
    .bind(helped)
    .bind(safer)
    .execute()
    .await?;
    Ok(())
}
