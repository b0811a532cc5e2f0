//! Figures from the database: counts only.

use super::survey::Cell;
use crate::platform::db::Conn;

/// Ten years of counts, 32 a month.
const MOST: i64 = 32 * 12 * 10;

pub(super) async fn survey(conn: &mut Conn) -> sqlx::Result<Vec<Cell>> {
    conn.query(
        "SELECT month, language, helped, safer, answers FROM survey ORDER BY month DESC, language, helped, safer LIMIT $1",
    )
    .bind(MOST)
    .fetch_all()
    .await
}
