//! The outbox in the database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    deliver::Way,
    model::{Notice, Occasion},
    push::SubscriptionId,
};
use crate::{
    accounts::AccountId,
    platform::db::{Conn, Sql, Tx, rows},
};

/// A delivery that a node has taken to try it.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(super) struct Taken {
    pub(super) id: Uuid,
    pub(super) notification: Uuid,
    pub(super) subscription: Option<SubscriptionId>,
    /// Which try this is: as long as the row has the same number, it is ours.
    pub(super) tries: i64,
}

/// Notes that something waits, unless that was noted after `repeats`. Gives the notification that is to be sent.
pub(super) async fn note(
    tx: &mut Tx,
    to: AccountId,
    occasion: Occasion,
    subject: Uuid,
    at: DateTime<Utc>,
    repeats: DateTime<Utc>,
) -> sqlx::Result<Option<Uuid>> {
    let noted = tx
        .query(
            "INSERT INTO notification (id, account, occasion, subject, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (account, occasion, subject) DO UPDATE SET at = $5 WHERE notification.at <= $6
             RETURNING id",
        )
        .bind(Uuid::now_v7())
        .bind(to)
        .bind(occasion.as_str())
        .bind(subject)
        .bind(at)
        .bind(repeats)
        .fetch_optional::<(Uuid,)>()
        .await?;
    Ok(noted.map(|(id,)| id))
}

/// Puts a notification on every way that leads to `to`: each of her browsers, and mail.
pub(super) async fn spread(tx: &mut Tx, notification: Uuid, to: AccountId, at: DateTime<Utc>) -> sqlx::Result<()> {
    // Of an earlier time that it was told: this one takes its place.
    tx.query("DELETE FROM delivery WHERE notification = $1").bind(notification).execute().await?;
    let browsers: Vec<(SubscriptionId,)> =
        tx.query("SELECT id FROM push_subscription WHERE account = $1").bind(to).fetch_all().await?;
    let ways: Vec<_> = browsers.into_iter().map(|(id,)| Some(id)).chain([None]).collect();
    let values = rows(1, ways.len(), 4);
    let mut insert =
        tx.query(Sql::built(format!("INSERT INTO delivery (id, notification, subscription, due_at) VALUES {values}")));
    for way in ways {
        insert = insert.bind(Uuid::now_v7()).bind(notification).bind(way).bind(at);
    }
    insert.execute().await?;
    Ok(())
}

/// Keeps the newest `most` notifications of somebody.
pub(super) async fn bound(tx: &mut Tx, to: AccountId, most: i64) -> sqlx::Result<()> {
    tx.query(
        "DELETE FROM notification WHERE account = $1 AND id NOT IN
           (SELECT id FROM notification WHERE account = $1 ORDER BY at DESC, id DESC LIMIT $2)",
    )
    .bind(to)
    .bind(most)
    .execute()
    .await?;
    Ok(())
}

pub(super) async fn withdraw(tx: &mut Tx, subject: Uuid) -> sqlx::Result<()> {
    tx.query("DELETE FROM notification WHERE subject = $1").bind(subject).execute().await?;
    Ok(())
}

pub(super) async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    tx.query("DELETE FROM notification WHERE at <= $1").bind(before).execute().await
}

/// Whether anything is due on a way: asked before anything is written.
pub(super) async fn is_due(conn: &mut Conn, way: Way, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let due = conn
        .query("SELECT id FROM delivery WHERE due_at <= $1 AND (subscription IS NULL) = $2 LIMIT 1")
        .bind(now)
        .bind(way == Way::Mail)
        .fetch_optional::<(Uuid,)>()
        .await?;
    Ok(due.is_some())
}

/// Takes up to `most` deliveries that are due: until `until`, no other node does. Alerts first.
pub(super) async fn take(
    tx: &mut Tx,
    way: Way,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<Taken>> {
    tx.query(
        // The outer guard decides: a row that another node took meanwhile is not due any more.
        "UPDATE delivery SET due_at = $2, tries = tries + 1
         WHERE due_at <= $1 AND id IN
           (SELECT d.id FROM delivery d JOIN notification n ON n.id = d.notification
            WHERE d.due_at <= $1 AND (d.subscription IS NULL) = $3
            ORDER BY CASE n.occasion WHEN 'alert' THEN 0 ELSE 1 END, d.due_at LIMIT $4)
         RETURNING id, notification, subscription, tries",
    )
    .bind(now)
    .bind(until)
    .bind(way == Way::Mail)
    .bind(most)
    .fetch_all()
    .await
}

/// What a taken delivery is to say; nothing when it was withdrawn or is not ours any more.
pub(super) async fn notice(conn: &mut Conn, taken: &Taken) -> sqlx::Result<Option<Notice>> {
    conn.query(
        "SELECT n.id, n.account, n.occasion, n.at FROM delivery d JOIN notification n ON n.id = d.notification
         WHERE d.id = $1 AND d.tries = $2",
    )
    .bind(taken.id)
    .bind(taken.tries)
    .fetch_optional()
    .await
}

/// Ends a delivery, if it is ours still.
pub(super) async fn finish(tx: &mut Tx, taken: &Taken) -> sqlx::Result<()> {
    tx.query("DELETE FROM delivery WHERE id = $1 AND tries = $2").bind(taken.id).bind(taken.tries).execute().await?;
    Ok(())
}

/// Puts a delivery off, if it is ours still.
pub(super) async fn put_off(tx: &mut Tx, taken: &Taken, until: DateTime<Utc>) -> sqlx::Result<()> {
    tx.query("UPDATE delivery SET due_at = $1 WHERE id = $2 AND tries = $3")
        .bind(until)
        .bind(taken.id)
        .bind(taken.tries)
        .execute()
        .await?;
    Ok(())
}
