//! Members: who hears a channel, and who may speak in it. Every change moves the channel's epoch.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    channel::{self, Channel, ChannelMark},
    model::{AuthorKind, ChannelId, ConversationId},
};
use crate::platform::{
    crypto::{Aad, Vault},
    db::Conn,
    error::{Error, Result},
};

/// Somebody who takes part: a staff account or a visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The account's or the visitor's id.
    pub id: Uuid,
    /// As whom she speaks.
    pub kind: AuthorKind,
    /// The name that the others see.
    pub name: String,
}

/// What a member may do in a channel, as last read from the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// May speak; otherwise a silent reader.
    pub writes: bool,
    /// The channel's epoch that this was read under.
    pub epoch: i64,
    /// The channel's last message then.
    pub last_seq: i64,
    /// How far she has read.
    pub read_seq: i64,
    /// As whom she speaks here.
    pub kind: AuthorKind,
    /// Whether the channel is closed.
    pub closed: bool,
}

fn name_aad(channel: &Channel, participant: Uuid) -> Aad {
    Aad::new("member.name", participant, channel.id.as_uuid())
}

/// Lets `who` hear `channel` from now on (and what was said before). Joining again changes what she may do.
///
/// # Errors
/// As any statement.
pub async fn join(
    conn: &mut Conn,
    vault: &Vault,
    channel: &Channel,
    who: &Participant,
    writes: bool,
    at: DateTime<Utc>,
) -> Result<()> {
    let name = vault.seal(&channel.key, &name_aad(channel, who.id), who.name.as_bytes());
    // The channel's row first, as the log's writer does: two orders of locking would deadlock.
    conn.query("UPDATE channel SET epoch = epoch + 1 WHERE no = $1").bind(channel.no).execute().await?;
    conn.query(
        "INSERT INTO member (channel, participant, kind, name, writes, joined_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (channel, participant) DO UPDATE
         SET kind = excluded.kind, name = excluded.name, writes = excluded.writes, left_at = NULL",
    )
    .bind(channel.no)
    .bind(who.id)
    .bind(who.kind.as_str())
    .bind(name)
    .bind(writes)
    .bind(at)
    .execute()
    .await?;
    Ok(())
}

/// Ends the membership of `participant` in all channels of `conversation`: from this commit on she neither hears nor
/// speaks there.
///
/// # Errors
/// As any statement.
pub async fn leave(conn: &mut Conn, conversation: ConversationId, participant: Uuid, at: DateTime<Utc>) -> Result<()> {
    channel::lock(conn, conversation).await?;
    conn.query(
        "UPDATE channel SET epoch = epoch + 1 WHERE conversation = $1 AND no IN
           (SELECT channel FROM member WHERE participant = $2 AND left_at IS NULL)",
    )
    .bind(conversation)
    .bind(participant)
    .execute()
    .await?;
    conn.query(
        "UPDATE member SET left_at = $1, writes = $2 WHERE participant = $3 AND left_at IS NULL AND channel IN
           (SELECT no FROM channel WHERE conversation = $4)",
    )
    .bind(at)
    .bind(false)
    .bind(participant)
    .bind(conversation)
    .execute()
    .await?;
    Ok(())
}

/// Ends every membership in all channels of `conversation`: from this commit on nobody hears it or reads it back.
///
/// # Errors
/// As any statement.
pub async fn end_all(conn: &mut Conn, conversation: ConversationId, at: DateTime<Utc>) -> Result<()> {
    channel::lock(conn, conversation).await?;
    conn.query("UPDATE channel SET epoch = epoch + 1 WHERE conversation = $1").bind(conversation).execute().await?;
    conn.query(
        "UPDATE member SET left_at = $1, writes = $2 WHERE left_at IS NULL AND channel IN
           (SELECT no FROM channel WHERE conversation = $3)",
    )
    .bind(at)
    .bind(false)
    .bind(conversation)
    .execute()
    .await?;
    Ok(())
}

/// What `participant` may do in the channel numbered `channel`; `None` when she is no member.
///
/// # Errors
/// As any statement.
pub async fn standing(conn: &mut Conn, channel: i64, participant: Uuid) -> Result<Option<Standing>> {
    let row: Option<(bool, i64, i64, i64, String, Option<DateTime<Utc>>)> = conn
        .query(
            "SELECT m.writes, c.epoch, c.last_seq, m.read_seq, m.kind, c.closed_at
             FROM member m JOIN channel c ON c.no = m.channel
             WHERE m.channel = $1 AND m.participant = $2 AND m.left_at IS NULL",
        )
        .bind(channel)
        .bind(participant)
        .fetch_optional()
        .await?;
    row.map(|(writes, epoch, last_seq, read_seq, kind, closed_at)| {
        Ok(Standing { writes, epoch, last_seq, read_seq, kind: kind.parse()?, closed: closed_at.is_some() })
    })
    .transpose()
}

/// The channels of `conversation` that `participant` is a member of.
///
/// # Errors
/// As any statement.
pub async fn marks(conn: &mut Conn, conversation: ConversationId, participant: Uuid) -> Result<Vec<ChannelMark>> {
    let rows: Vec<(ChannelId, String, i64, i64)> = conn
        .query(
            "SELECT c.id, c.kind, c.last_seq, m.read_seq FROM channel c JOIN member m ON m.channel = c.no
             WHERE c.conversation = $1 AND m.participant = $2 AND m.left_at IS NULL ORDER BY c.no",
        )
        .bind(conversation)
        .bind(participant)
        .fetch_all()
        .await?;
    rows.into_iter()
        .map(|(channel, kind, last_seq, read_seq)| Ok(ChannelMark { channel, kind: kind.parse()?, last_seq, read_seq }))
        .collect()
}

/// Everyone who hears `conversation` at the moment, in whichever channel.
///
/// # Errors
/// As any statement.
pub async fn audience(conn: &mut Conn, conversation: ConversationId) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = conn
        .query(
            "SELECT DISTINCT m.participant FROM member m JOIN channel c ON c.no = m.channel
             WHERE c.conversation = $1 AND m.left_at IS NULL",
        )
        .bind(conversation)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(participant,)| participant).collect())
}

/// Everyone who hears `channel` at the moment.
///
/// # Errors
/// As any statement.
pub async fn of(conn: &mut Conn, channel: &Channel) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = conn
        .query("SELECT participant FROM member WHERE channel = $1 AND left_at IS NULL")
        .bind(channel.no)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(participant,)| participant).collect())
}

/// Names of all who ever were members of `channel`, to sign what they said.
///
/// # Errors
/// As any statement; [`Error::Internal`] when a name does not open.
pub async fn names(conn: &mut Conn, vault: &Vault, channel: &Channel) -> Result<Vec<(Uuid, String)>> {
    let rows: Vec<(Uuid, Vec<u8>)> =
        conn.query("SELECT participant, name FROM member WHERE channel = $1").bind(channel.no).fetch_all().await?;
    rows.into_iter()
        .map(|(participant, sealed)| {
            let name = vault.open(&channel.key, &name_aad(channel, participant), &sealed)?;
            let name = String::from_utf8(name).map_err(|_| Error::Internal("a name is no UTF-8".into()))?;
            Ok((participant, name))
        })
        .collect()
}
