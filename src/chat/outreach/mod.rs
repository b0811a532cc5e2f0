//! Outreach: going where adolescents are. Links that bring them here and say how many came, and a log of what was done
//! elsewhere, in numbers. No names of anybody.

mod model;
mod routes;
mod store;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use qrcode::{QrCode, render::svg};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

pub use model::{EntryId, LinkId, NewEntry, NewLink};
pub use routes::{Api, routes};

use super::person::{People, Person};
use crate::{
    accounts::{
        Account, Role,
        audit::{self, Entry},
    },
    app::App,
    platform::{Error, Result, db::Conn},
};

/// So many links are made at most: the list of them is never cut.
const MOST: i64 = 500;
/// So many entries a day somebody writes at most.
const A_DAY: i64 = 100;

/// An outreach link, with what came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutreachLink)]
pub struct LinkView {
    /// Which.
    id: LinkId,
    /// Its eight letters.
    code: String,
    /// What it is told apart by.
    label: String,
    /// Where it is put up.
    site: String,
    /// What is put up.
    url: String,
    /// Whose pages may frame `/embed`.
    embed_origins: Vec<String>,
    /// Who made it.
    made_by: Person,
    /// When.
    made_at: DateTime<Utc>,
    /// Since when it counts no more; null while it does.
    disabled_at: Option<DateTime<Utc>>,
    /// How many began to wait who came by it.
    visits: i64,
    /// How many of them somebody talked with.
    chats: i64,
    /// How many of them were referred on. There are no referrals yet: 0.
    referrals: i64,
}

/// An entry of the outreach log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutreachEntry)]
pub struct EntryView {
    /// Which.
    id: EntryId,
    /// Where.
    site: String,
    /// On which day.
    on: NaiveDate,
    /// How long.
    minutes: i64,
    /// With how many people.
    contacts: i64,
    /// Who.
    by: Person,
}

/// All links, the newest first.
///
/// # Errors
/// As any statement.
pub async fn links(app: &App) -> Result<Vec<LinkView>> {
    let mut conn = app.db.read().await?;
    let links = store::links(&mut conn).await?;
    let people = People::find(&mut conn, links.iter().map(|link| link.made_by).collect()).await?;
    Ok(links.into_iter().map(|link| view(app, &people, link)).collect())
}

/// Makes a link.
///
/// # Errors
/// [`Error::Conflict`] when there are too many; [`Error::Invalid`] and [`Error::TooLong`] for what it is to be.
pub async fn make(app: &App, by: &Account, new: &NewLink) -> Result<LinkView> {
    new.check()?;
    let (id, now) = (LinkId::new(), app.clock.now());
    let mut tx = app.db.write().await?;
    // Two at once may pass it by one, which harms nobody.
    if store::count_links(&mut tx).await? >= MOST {
        return Err(Error::conflict(format!("there are {MOST} links already")));
    }
    // Of 28^8 codes the first is free, as good as always; the unique column sees to the rest.
    let code = model::code(&mut rand::rng());
    if !store::insert_link(&mut tx, id, &code, new, by.id, now).await? {
        return Err(Error::Unavailable("a code came up twice".into()));
    }
    let link = store::link(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let people = People::find(&mut tx, vec![link.made_by]).await?;
    // Whose pages may frame ours is something to answer for.
    let detail = json!({ "embed_origins": new.embed_origins });
    let entry = Entry { actor: Some(by.id), action: "outreach_link.made", subject: Some(id.as_uuid()), detail };
    audit::append(&mut tx, entry, now).await?;
    tx.commit().await?;
    Ok(view(app, &people, link))
}

/// Disables a link: it still leads here, and counts no more; nobody frames its page. `by` made it, or supervises.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] when it is another's; [`Error::Conflict`] when it is disabled already.
pub async fn disable(app: &App, by: &Account, id: LinkId) -> Result<LinkView> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let link = store::link(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if link.made_by != by.id && !by.is_any(&[Role::Supervisor]) {
        return Err(Error::Forbidden("only who made it, or a supervisor, disables a link"));
    }
    if !store::disable_link(&mut tx, id, by.id, now).await? {
        return Err(Error::conflict("it is disabled already"));
    }
    let link = store::link(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let people = People::find(&mut tx, vec![link.made_by]).await?;
    let entry =
        Entry { actor: Some(by.id), action: "outreach_link.disabled", subject: Some(id.as_uuid()), detail: json!({}) };
    audit::append(&mut tx, entry, now).await?;
    tx.commit().await?;
    Ok(view(app, &people, link))
}

/// The link as a QR code, an SVG to print: black on white, with the quiet zone that scanners want.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn qr(app: &App, id: LinkId) -> Result<String> {
    let link = store::link(&mut app.db.read().await?, id).await?.ok_or(Error::NotFound)?;
    let code = QrCode::new(url(app, &link.code)).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(256, 256).build())
}

/// Whose pages may frame the page of this code, with a space between them; empty: nobody's.
///
/// # Errors
/// As any statement.
pub async fn may_embed(app: &App, code: &str) -> Result<String> {
    if !model::is_code(code) {
        return Ok(String::new());
    }
    Ok(store::origins(&mut app.db.read().await?, code).await?.unwrap_or_default())
}

/// The code, if a link that is not disabled has it. Anything else may be a name or an address that somebody put into a
/// link of her own making, and is kept nowhere.
///
/// # Errors
/// As any statement.
pub(super) async fn known(conn: &mut Conn, code: Option<String>) -> Result<Option<String>> {
    match code {
        Some(code) if model::is_code(&code) && store::origins(conn, &code).await?.is_some() => Ok(Some(code)),
        _ => Ok(None),
    }
}

/// A page of the log, the newest first, and where the next one begins: her own; for a supervisor all.
///
/// # Errors
/// As any statement.
pub async fn entries(
    app: &App,
    by: &Account,
    before: Option<Uuid>,
    limit: i64,
) -> Result<(Vec<EntryView>, Option<Uuid>)> {
    let of = (!by.is_any(&[Role::Supervisor])).then_some(by.id);
    let mut conn = app.db.read().await?;
    let mut rows = store::entries(&mut conn, of, before.unwrap_or(Uuid::max()), limit + 1).await?;
    let more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|last| last.id.as_uuid());
    let people = People::find(&mut conn, rows.iter().map(|row| row.account).collect()).await?;
    let items = rows.into_iter().map(|row| entry(&people, row)).collect::<Result<_>>()?;
    Ok((items, next))
}

/// Writes down what she did somewhere.
///
/// # Errors
/// [`Error::Conflict`] when she wrote too much today; [`Error::Invalid`] and [`Error::TooLong`] for what she writes.
pub async fn write_down(app: &App, by: &Account, new: NewEntry) -> Result<EntryView> {
    let (id, now) = (EntryId::new(), app.clock.now());
    new.check(now)?;
    let mut tx = app.db.write().await?;
    if !store::has_room(&mut tx, by.id, now - TimeDelta::days(1), A_DAY).await? {
        return Err(Error::conflict(format!("at most {A_DAY} entries a day")));
    }
    store::insert_entry(&mut tx, id, by.id, &new, now).await?;
    tx.commit().await?;
    let by = Person { id: by.id, name: by.name.clone() };
    Ok(EntryView { id, site: new.site, on: new.on, minutes: new.minutes, contacts: new.contacts, by })
}

/// Takes an entry back, on the day on which she wrote it; figures that others have read since must not change.
///
/// # Errors
/// [`Error::NotFound`] when it is not hers; [`Error::Conflict`] on another day.
pub async fn take_back(app: &App, by: &Account, id: EntryId) -> Result<()> {
    let mut tx = app.db.write().await?;
    let known = store::entry(&mut tx, id).await?.filter(|known| known.account == by.id).ok_or(Error::NotFound)?;
    if model::day(known.written_at) != model::day(app.clock.now()) {
        return Err(Error::conflict("it was written on another day"));
    }
    if !store::delete_entry(&mut tx, id, by.id).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await
}

fn url(app: &App, code: &str) -> String {
    let mut url = app.public_url.clone();
    url.set_path("/");
    url.set_query(Some(&format!("o={code}")));
    url.into()
}

fn view(app: &App, people: &People, link: store::Link) -> LinkView {
    LinkView {
        url: url(app, &link.code),
        embed_origins: link.embed_origins.split_ascii_whitespace().map(str::to_owned).collect(),
        made_by: people.person(link.made_by),
        id: link.id,
        code: link.code,
        label: link.label,
        site: link.site,
        made_at: link.made_at,
        disabled_at: link.disabled_at,
        visits: link.visits,
        chats: link.chats,
        referrals: 0,
    }
}

fn entry(people: &People, row: store::Entry) -> Result<EntryView> {
    Ok(EntryView {
        on: row.day.parse().map_err(|_| Error::Internal("an entry's day is none".into()))?,
        by: people.person(row.account),
        id: row.id,
        site: row.site,
        minutes: row.minutes,
        contacts: row.contacts,
    })
}
