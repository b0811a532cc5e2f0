//! The chat over HTTP: extract, authorise by type, call, answer.

use std::time::Duration;

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    canned, colleagues, desk, finish, helplines, leave, line, list,
    model::{DeskPresence, SafeNow},
    notes, open,
    return_code::ReturnCode,
    return_visit, supervise,
    transfer::{self, Target},
    view::ConversationView,
    visit::{self, Arrival},
};
use crate::{
    accounts::{AccountId, Counsellor, CounsellorOrSupervisor, Language, Supervisor},
    app::App,
    messaging::{
        Body as Said, ChannelId, ConversationId,
        model::check_text,
        protocol::{ConversationState, DeskState},
    },
    platform::{
        Error, Result,
        http::{Body, Caller, Limit, Nothing, Path, Problem, Query, limits::Attempt},
    },
};

/// Longest nickname, in Unicode scalar values.
const NICKNAME_CAP: usize = 40;
/// Longest topic.
const TOPIC_CAP: usize = 200;
/// Longest outreach code.
const OUTREACH_CAP: usize = 64;

/// How long a call waits for its turn before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(20);

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/status", get(status))
        .route("/api/v1/visits", post(begin))
        .route("/api/v1/visits/return", post(come_back))
        .route("/api/v1/visits/leave", post(go))
        .route("/api/v1/desk", get(show_desk).put(put_desk))
        .route("/api/v1/conversations", get(conversations))
        .route("/api/v1/conversations/{id}", get(show))
        .route("/api/v1/conversations/{id}/open", post(open_offer))
        .route("/api/v1/conversations/{id}/transfer", post(let_go))
        .route("/api/v1/conversations/{id}/wrap-up", post(wrap_up))
        .route("/api/v1/conversations/{id}/close", post(close))
        .route("/api/v1/conversations/{id}/observe", post(observe))
        .route("/api/v1/conversations/{id}/take-over", post(take_over))
        .merge(notes::routes())
        .merge(canned::routes())
        .merge(colleagues::routes())
}

/// Their description.
#[derive(Debug)]
pub struct Api;

impl OpenApi for Api {
    fn openapi() -> utoipa::openapi::OpenApi {
        Calls::openapi()
            .merge_from(notes::Api::openapi())
            .merge_from(canned::Api::openapi())
            .merge_from(colleagues::Api::openapi())
    }
}

/// The description of those in this file.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    status,
    begin,
    come_back,
    go,
    show_desk,
    put_desk,
    conversations,
    show,
    open_offer,
    let_go,
    wrap_up,
    close,
    observe,
    take_over
))]
struct Calls;

/// Whether somebody listens.
#[derive(Debug, Serialize, ToSchema)]
struct Status {
    /// Whether visitors are taken in.
    open: bool,
    /// How many wait.
    waiting: i64,
    /// What the next visitor will wait.
    estimated_wait_seconds: i64,
    /// When it opens again; null while open.
    opens_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Counsellors at their desks now.
    on_duty: i64,
    /// Whom to call instead.
    helplines: Vec<helplines::Helpline>,
}

#[derive(Deserialize)]
struct StatusQuery {
    language: Option<Language>,
}

/// Whether somebody listens, how long the line is, and whom to call instead.
#[utoipa::path(get, path = "/api/v1/status", tag = "visits",
    params(("language" = Option<String>, Query, description = "`ko` (if left out) or `en`: of the helplines' names")),
    responses((status = 200, body = Status)))]
async fn status(State(app): State<App>, Query(query): Query<StatusQuery>) -> Result<Json<Status>> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let length = line::length(&mut conn, now).await?;
    let pace = line::pace(&mut conn, now).await?;
    Ok(Json(Status {
        open: true,
        waiting: length.waiting,
        estimated_wait_seconds: pace.estimate(length.waiting + 1),
        opens_at: None,
        on_duty: pace.on_duty,
        helplines: helplines::of(query.language.unwrap_or(Language::Ko)),
    }))
}

/// A visit begins.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BeginVisit {
    /// In which language she wants to talk.
    language: Language,
    /// What she wants to be called, at most 40 characters.
    nickname: Option<String>,
    /// What it is about, at most 200 characters.
    topic: Option<String>,
    /// Whether she is safe now.
    safe_now: Option<SafeNow>,
    /// What she says first, at most 4,000 characters: message 1 of the main channel.
    first_message: Option<String>,
    /// The link that brought her.
    outreach_code: Option<String>,
    /// The answer to a challenge, where one was asked for.
    #[expect(dead_code, reason = "clients may send it; no challenge is asked for before the care rules")]
    challenge: Option<String>,
}

/// What she takes with her.
#[derive(Debug, Serialize, ToSchema)]
struct Begun {
    conversation: ConversationId,
    /// Its main channel.
    channel: ChannelId,
    /// For `Authorization: Bearer` and `hello`.
    token: String,
    /// Six words that bring her back.
    return_code: String,
}

/// Puts somebody new into the line.
#[utoipa::path(post, path = "/api/v1/visits", tag = "visits", request_body = BeginVisit, responses(
    (status = 201, body = Begun), (status = 400, body = Problem), (status = 413, body = Problem),
    (status = 422, body = Problem), (status = 429, body = Problem),
))]
async fn begin(
    State(app): State<App>,
    caller: Caller,
    Body(asked): Body<BeginVisit>,
) -> Result<(StatusCode, Json<Begun>)> {
    let arrival = Arrival {
        language: asked.language,
        nickname: short("nickname", asked.nickname, NICKNAME_CAP)?,
        topic: short("topic", asked.topic, TOPIC_CAP)?,
        safe_now: asked.safe_now,
        first_message: asked.first_message.map(|text| Said::parse("first_message", &text)).transpose()?,
        outreach_code: short("outreach_code", asked.outreach_code, OUTREACH_CAP)?,
    };
    app.chat.visits.take(&caller, app.clock.now())?;
    let visit = visit::begin(&app, arrival).await?;
    let begun = Begun {
        conversation: visit.conversation,
        channel: visit.channel,
        token: visit.token.as_str().into(),
        return_code: visit.return_code.to_string(),
    };
    Ok((StatusCode::CREATED, Json(begun)))
}

fn short(field: &str, text: Option<String>, cap: usize) -> Result<Option<String>> {
    if let Some(text) = &text {
        check_text(field, text, cap)?;
    }
    Ok(text)
}

/// Somebody comes back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ComeBack {
    /// The six words.
    return_code: String,
}

/// What she takes with her.
#[derive(Debug, Serialize, ToSchema)]
struct CameBack {
    conversation: ConversationId,
    /// Its main channel.
    channel: ChannelId,
    /// The token before is dead.
    token: String,
}

/// Lets the person behind a return code back in. A wrong one is answered later and later.
#[utoipa::path(post, path = "/api/v1/visits/return", tag = "visits", request_body = ComeBack, responses(
    (status = 200, body = CameBack), (status = 404, body = Problem), (status = 429, body = Problem),
))]
async fn come_back(State(app): State<App>, caller: Caller, Body(asked): Body<ComeBack>) -> Result<Json<CameBack>> {
    let attempt = in_turn(&app, caller).await?;
    let returned = match ReturnCode::parse(&asked.return_code) {
        Ok(code) => return_visit::come_back(&app, &code).await,
        Err(_) => Err(Error::NotFound),
    };
    match returned {
        Ok(returned) => {
            attempt.succeeded();
            Ok(Json(CameBack {
                conversation: returned.conversation,
                channel: returned.channel,
                token: returned.token.as_str().into(),
            }))
        }
        Err(Error::NotFound) => {
            attempt.failed(app.clock.now());
            Err(Error::NotFound)
        }
        Err(error) => Err(error),
    }
}

/// Waits out the delay that earlier wrong codes cost: the answer comes later, and stays the same (S4). Whoever tries in
/// parallel waits for all of them, and not for ever.
async fn in_turn(app: &App, caller: Caller) -> Result<Attempt<'_, Caller>> {
    let mut waited = Duration::ZERO;
    loop {
        match app.chat.returns.attempt(caller, || app.clock.now()).await {
            Err(Error::SlowDown { retry_after }) if waited < PATIENCE => {
                let pause = retry_after.max(Duration::from_millis(50));
                tokio::time::sleep(pause).await;
                waited += pause;
            }
            turn => return turn,
        }
    }
}

/// The visitor leaves; her token dies, her return code does not.
#[utoipa::path(post, path = "/api/v1/visits/leave", tag = "visits", responses(
    (status = 204), (status = 401, body = Problem),
))]
async fn go(State(app): State<App>, headers: HeaderMap, _: Nothing) -> Result<StatusCode> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or(Error::unauthenticated("the visitor's token is missing"))?;
    leave::leave(&app, token).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How a counsellor sits at her desk.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PutDesk {
    /// `available` holds while she has a live socket, and 30 s beyond.
    state: DeskPresence,
    /// How many conversations at once, 1 to 20.
    capacity: i64,
}

/// Sets how a counsellor sits at her desk.
#[utoipa::path(put, path = "/api/v1/desk", tag = "desk", request_body = PutDesk, responses(
    (status = 200, body = DeskState), (status = 422, body = Problem),
))]
async fn put_desk(State(app): State<App>, by: Counsellor, Body(asked): Body<PutDesk>) -> Result<Json<DeskState>> {
    Ok(Json(desk::put(&app, by.account(), asked.state, asked.capacity).await?))
}

/// Her desk, and the line as numbers.
#[utoipa::path(get, path = "/api/v1/desk", tag = "desk", responses((status = 200, body = DeskState)))]
async fn show_desk(State(app): State<App>, by: CounsellorOrSupervisor) -> Result<Json<DeskState>> {
    Ok(Json(desk::get(&app, by.account()).await?))
}

#[derive(Deserialize)]
struct ListQuery {
    state: Option<ConversationState>,
    cursor: Option<String>,
    #[serde(default)]
    limit: Limit,
}

/// A page of conversations.
#[derive(Debug, Serialize, ToSchema)]
struct Page {
    items: Vec<ConversationView>,
    /// For the next page; null on the last.
    next: Option<String>,
}

/// A counsellor's own and those offered to her; for a supervisor all, without text. The newest first.
#[utoipa::path(get, path = "/api/v1/conversations", tag = "conversations",
    params(
        ("state" = Option<ConversationState>, Query, description = "only in this state"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<i64>, Query, description = "50 if left out, clamped to 1..=100"),
    ),
    responses((status = 200, body = Page), (status = 422, body = Problem)))]
async fn conversations(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page>> {
    let (items, next) = list::page(&app, by.account(), query.state, query.cursor.as_deref(), query.limit.get()).await?;
    Ok(Json(Page { items, next }))
}

/// One conversation.
#[utoipa::path(get, path = "/api/v1/conversations/{id}", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem)))]
async fn show(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
) -> Result<Json<ConversationView>> {
    Ok(Json(list::one(&app, by.account(), id).await?))
}

/// Opens the offer that she was made.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/open", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn open_offer(
    State(app): State<App>,
    by: Counsellor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(open::open(&app, by.account(), id).await?))
}

/// Where a conversation goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Transfer {
    /// `line`, or the id of a colleague.
    to: String,
    /// For whoever takes it, kept with the conversation, at most 4,000 characters.
    note: Option<String>,
}

/// Lets go of a conversation: to the line, or to a colleague.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/transfer", tag = "conversations",
    params(("id" = uuid::Uuid, Path)), request_body = Transfer,
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn let_go(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    Body(asked): Body<Transfer>,
) -> Result<Json<ConversationView>> {
    let target = match asked.to.as_str() {
        "line" => Target::Line,
        other => other
            .parse::<AccountId>()
            .map(Target::Colleague)
            .map_err(|_| Error::invalid("to", "must be `line` or the id of a counsellor"))?,
    };
    let note = short("note", asked.note, notes::CAP)?;
    Ok(Json(transfer::transfer(&app, by.account(), id, target, note.as_deref()).await?))
}

/// Ends the talk.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/wrap-up", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn wrap_up(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(finish::wrap_up(&app, by.account(), id).await?))
}

/// Closes the conversation.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/close", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn close(
    State(app): State<App>,
    by: CounsellorOrSupervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(finish::close(&app, by.account(), id).await?))
}

/// Makes a supervisor a silent reader, recorded.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/observe", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn observe(
    State(app): State<App>,
    by: Supervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(supervise::observe(&app, by.account(), id).await?))
}

/// Makes a supervisor the one who answers.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/take-over", tag = "conversations",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ConversationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn take_over(
    State(app): State<App>,
    by: Supervisor,
    Path(id): Path<ConversationId>,
    _: Nothing,
) -> Result<Json<ConversationView>> {
    Ok(Json(supervise::take_over(&app, by.account(), id).await?))
}
