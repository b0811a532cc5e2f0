//! The calls of visitors.

use std::time::Duration;

use axum::{Json, extract::State};
use gyeot_rules::contact;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{bearer, short};
use crate::{
    accounts::Language,
    app::App,
    chat::{
        blocks, challenge, helplines, leave, line,
        model::SafeNow,
        return_code::ReturnCode,
        return_visit,
        visit::{self, Arrival},
    },
    messaging::{Body as Said, ChannelId, ConversationId},
    platform::{
        Error, Result,
        http::{Body, Caller, Nothing, Problem, Query, limits::Attempt},
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

/// Whether somebody listens.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Status {
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
    /// Whether a visit has to bring the answer to a challenge now.
    challenge: bool,
    /// Whom to call instead.
    helplines: Vec<helplines::Helpline>,
}

#[derive(Deserialize)]
pub(super) struct StatusQuery {
    language: Option<Language>,
}

/// Whether somebody listens, how long the line is, and whom to call instead.
#[utoipa::path(get, path = "/api/v1/status", tag = "visits",
    params(("language" = Option<String>, Query, description = "`ko` (if left out) or `en`: of the helplines' names")),
    responses((status = 200, body = Status)))]
pub(super) async fn status(State(app): State<App>, Query(query): Query<StatusQuery>) -> Result<Json<Status>> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let length = line::length(&mut conn, now).await?;
    let pace = line::pace(&mut conn, now).await?;
    let crowd = challenge::crowd(&mut conn, now).await?;
    Ok(Json(Status {
        open: true,
        waiting: length.waiting,
        estimated_wait_seconds: pace.estimate(length.waiting + 1),
        opens_at: None,
        on_duty: pace.on_duty,
        challenge: challenge::needed(&app, crowd),
        helplines: helplines::of(query.language.unwrap_or(Language::Ko)),
    }))
}

/// A visit begins.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BeginVisit {
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
    /// The answer to a challenge, where one is asked for: base64 of a JSON object, at most 1,024 bytes.
    challenge: Option<String>,
}

/// What she takes with her.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Begun {
    conversation: ConversationId,
    /// Its main channel.
    channel: ChannelId,
    /// For `Authorization: Bearer` and `hello`.
    token: String,
    /// Six words that bring her back.
    return_code: String,
    /// Typed in place of the last of the six, it opens a page with nothing on it, and tells us that she is not free.
    duress_word: String,
}

/// Puts somebody new into the line.
#[utoipa::path(post, path = "/api/v1/visits", tag = "visits", request_body = BeginVisit, responses(
    (status = 201, body = Begun), (status = 400, body = Problem), (status = 413, body = Problem),
    (status = 422, body = Problem), (status = 429, body = Problem),
))]
pub(super) async fn begin(
    State(app): State<App>,
    caller: Caller,
    Body(asked): Body<BeginVisit>,
) -> Result<(StatusCode, Json<Begun>)> {
    let arrival = Arrival {
        language: asked.language,
        nickname: without_contact("nickname", short("nickname", asked.nickname, NICKNAME_CAP)?)?,
        topic: without_contact("topic", short("topic", asked.topic, TOPIC_CAP)?)?,
        safe_now: asked.safe_now,
        first_message: asked.first_message.map(|text| Said::parse("first_message", &text)).transpose()?,
        outreach_code: short("outreach_code", asked.outreach_code, OUTREACH_CAP)?,
    };
    blocks::check_network(&app, caller)?;
    let solution = challenge::check(&app, asked.challenge.as_deref()).await?;
    app.chat.visits.take(&caller, app.clock.now())?;
    let visit = visit::begin(&app, arrival, solution).await?;
    app.chat.blocked.remember(visit.visitor, caller, app.clock.now());
    app.chat.load.begun(app.clock.now());
    let begun = Begun {
        conversation: visit.conversation,
        channel: visit.channel,
        token: visit.token.as_str().into(),
        return_code: visit.return_code.to_string(),
        duress_word: visit.duress.last().into(),
    };
    Ok((StatusCode::CREATED, Json(begun)))
}

/// A name or a topic is shown as it is: it is no way around the look at contact details in messages (S7).
fn without_contact(field: &str, text: Option<String>) -> Result<Option<String>> {
    match &text {
        Some(text) if !contact::find(text).is_empty() => {
            Err(Error::invalid(field, "must not hold a number, an address or an account to be reached at"))
        }
        _ => Ok(text),
    }
}

/// Somebody comes back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ComeBack {
    /// The six words.
    return_code: String,
}

/// What she takes with her.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CameBack {
    conversation: ConversationId,
    /// Its main channel.
    channel: ChannelId,
    /// The token before is dead.
    token: String,
    /// Who talks with her, or did before; null where nobody did, or she no longer works here.
    counsellor: Option<Before>,
    /// It was the duress word: the ids are random, the token opens nothing, and nothing of hers has changed. Left out
    /// otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    harmless: bool,
}

/// A counsellor whom she knows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Before {
    /// The name that she knows her by.
    name: String,
    /// Whether she is at her desk and takes conversations.
    on_duty: bool,
}

impl From<return_visit::Returned> for CameBack {
    fn from(returned: return_visit::Returned) -> Self {
        Self {
            conversation: returned.conversation,
            channel: returned.channel,
            token: returned.token.as_str().into(),
            counsellor: returned.counsellor.map(|known| Before { name: known.name, on_duty: known.on_duty }),
            harmless: returned.harmless,
        }
    }
}

/// Lets the person behind a return code back in. A wrong one is answered later and later.
#[utoipa::path(post, path = "/api/v1/visits/return", tag = "visits", request_body = ComeBack, responses(
    (status = 200, body = CameBack), (status = 404, body = Problem), (status = 429, body = Problem),
))]
pub(super) async fn come_back(
    State(app): State<App>,
    caller: Caller,
    Body(asked): Body<ComeBack>,
) -> Result<Json<CameBack>> {
    // Her network is not asked about: others of a school or a shelter come back from it too, and who is blocked is known
    // by her code.
    let attempt = in_turn(&app, caller).await?;
    let returned = match ReturnCode::parse(&asked.return_code) {
        Ok(code) => return_visit::come_back(&app, &caller, &code).await,
        Err(_) => Err(Error::NotFound),
    };
    match returned {
        Ok(returned) => {
            // The duress word counts for nothing: whoever made her type it learns nothing from what comes after.
            if !returned.harmless {
                attempt.succeeded();
                app.chat.blocked.remember(returned.visitor, caller, app.clock.now());
            }
            Ok(Json(returned.into()))
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
pub(super) async fn go(State(app): State<App>, headers: HeaderMap, _: Nothing) -> Result<StatusCode> {
    leave::leave(&app, bearer(&headers)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
