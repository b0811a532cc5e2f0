//! The people of a run: counsellors who sign in and sit down, visitors who come and are opened.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use futures_util::future::try_join_all;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::{Instant, timeout},
};

use super::{
    figures::Figures,
    plan::{Plan, Side},
    talk::{LIMITS, Line, News, Start, Talker},
    wire::{Came, Wire},
};
use crate::cli::{
    Failure,
    client::{Answer, As, Http, Site},
};

/// How many conversations a counsellor takes: as many as a desk may have.
pub(super) const CAPACITY: usize = 20;
/// How many visitors come at the same time.
const COMING: usize = 8;
/// How long a conversation may take to reach its counsellor.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Who signs in, and by what.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    pub email: String,
    pub password: String,
}

/// Reads a CSV file with the columns email and password.
pub(super) fn read_staff(path: &PathBuf) -> Result<Vec<Credentials>, Failure> {
    let fault = |line: u64, why: &str| Failure::Found(format!("{}: line {line}: {why}", path.display()));
    let mut reader = csv::ReaderBuilder::new()
        .from_path(path)
        .map_err(|error| Failure::Found(format!("cannot read {}: {error}", path.display())))?;
    let mut staff = Vec::new();
    for (line, record) in (2..).zip(reader.deserialize()) {
        // The library's own text may show the line, and with it a password.
        staff.push(record.map_err(|_| fault(line, "must be email,password, with that as the first line"))?);
    }
    Ok(staff)
}

/// A counsellor at her desk.
pub(super) struct Counsellor {
    cookie: String,
    task: Task,
    start: oneshot::Sender<Start>,
}

/// A visitor in her conversation.
pub(super) struct Visitor {
    conversation: String,
    channel: String,
    task: Task,
    start: oneshot::Sender<Start>,
    _news: mpsc::Receiver<News>,
}

/// Where it is told which conversation, as the server names it, is heard by which counsellor.
pub(super) type Hearing = mpsc::Sender<Result<(String, usize), Failure>>;

/// Everybody has her lines.
pub(super) struct Ready {
    /// When the talking begins.
    pub at: Instant,
    /// In the order of the plan's conversations.
    pub visitors: Vec<Task>,
    pub counsellors: Vec<Task>,
    /// A counsellor's cookie, and her conversations.
    pub desks: Vec<(String, Vec<String>)>,
}

/// A socket's task.
pub(super) type Task = JoinHandle<Result<(Talker, Vec<Line>), String>>;

/// Refuses a server that people use: their line is theirs.
pub(super) async fn alone(site: &Site) -> Result<(), Failure> {
    let status = site.http().ask(Method::GET, "/status", As::Anyone, None).await?.done()?;
    let count = |field: &str| status.get(field).and_then(Value::as_i64).unwrap_or_default();
    let (waiting, on_duty) = (count("waiting"), count("on_duty"));
    if waiting > 0 || on_duty > 0 {
        return Err(Failure::Found(format!(
            "{waiting} visitors wait there and {on_duty} counsellors are on duty: a load is for a server without people"
        )));
    }
    Ok(())
}

/// Says hello and waits for the welcome.
pub(super) async fn hello(site: &Site, who: As<'_>) -> Result<Wire, Failure> {
    let mut wire = Wire::new(site.socket(who).await?.into_inner());
    let mut hello = json!({"type": "hello", "ref": 1, "protocol": 1});
    if let As::Visitor(token) = who {
        hello["token"] = token.into();
    }
    wire.say(hello.to_string().as_bytes());
    wire.flush()?;
    let welcome = async {
        loop {
            wire.turn().await?;
            match wire.next()? {
                Some(Came::Text(text)) if wire.text(text.clone()).starts_with(br#"{"type":"welcome""#) => return Ok(()),
                Some(Came::Text(text)) => {
                    let said = String::from_utf8_lossy(wire.text(text)).into_owned();
                    return Err(Failure::Found(format!("no welcome: {said}")));
                }
                Some(Came::Close(code)) => return Err(Failure::Found(format!("no welcome: closed with {code}"))),
                None => {}
            }
        }
    };
    timeout(PATIENCE, welcome).await.map_err(|_| Failure::Found("no welcome in 30 s".into()))??;
    Ok(wire)
}

/// Asks, and says what to do about the limits when they are in the way.
pub(super) async fn ask(
    http: &mut Http,
    method: Method,
    path: &str,
    who: As<'_>,
    body: &Value,
) -> Result<Value, Failure> {
    let answer = http.ask(method, path, who, Some(body)).await?;
    let hint = match answer.status {
        StatusCode::TOO_MANY_REQUESTS => LIMITS,
        _ if answer.body.get("code").is_some_and(|code| code == "challenge_required") => {
            ": set GYEOT_CHALLENGE to off under load"
        }
        _ => return answer.done(),
    };
    Err(Failure::Found(format!("{}{hint}", answer.refusal())))
}

/// Signs in and gives back the cookie.
pub(super) async fn sign_in(http: &mut Http, who: &Credentials) -> Result<String, Failure> {
    let body = json!({"email": who.email, "password": who.password});
    let answer = http.ask(Method::POST, "/session", As::Anyone, Some(&body)).await?;
    if !answer.status.is_success() {
        let hint = match answer.status {
            StatusCode::UNAUTHORIZED => {
                ": does this server know the account, and is GYEOT_REQUIRE_SECOND_FACTOR false there?"
            }
            _ => "",
        };
        return Err(Failure::Found(format!("{}{hint}", answer.refusal())));
    }
    if answer.body.get("second_factor").is_some_and(|factor| factor == "enrol") {
        return Err(Failure::Found(
            "the server wants a second factor: set GYEOT_REQUIRE_SECOND_FACTOR to false under load".into(),
        ));
    }
    answer.cookie.ok_or_else(|| Failure::Found("the sign-in brought no cookie".into()))
}

impl Counsellor {
    /// Signs in, opens a socket and sits down. What she hears is told with her `number`.
    pub async fn arrive(
        site: &Site,
        who: &Credentials,
        (plan, figures): (&Arc<Plan>, &Arc<Figures>),
        (number, hearing): (usize, Hearing),
    ) -> Result<Self, Failure> {
        let mut http = site.http();
        let cookie = sign_in(&mut http, who).await?;
        let wire = hello(site, As::Staff(&cookie)).await?;
        let desk = json!({"state": "available", "capacity": CAPACITY});
        ask(&mut http, Method::PUT, "/desk", As::Staff(&cookie), &desk).await?;
        let (told, news) = mpsc::channel(CAPACITY * 4);
        let (start, started) = oneshot::channel();
        let talker = Talker { wire, plan: plan.clone(), figures: figures.clone() };
        let task = tokio::spawn(talker.run(told, started));
        tokio::spawn(open_offers(http, cookie.clone(), news, (number, hearing)));
        Ok(Self { cookie, task, start })
    }
}

/// Opens every offer, until the talking starts.
async fn open_offers(
    mut http: Http,
    cookie: String,
    mut news: mpsc::Receiver<News>,
    (number, hearing): (usize, Hearing),
) {
    while let Some(news) = news.recv().await {
        let told = match news {
            News::Offered(conversation) => {
                let path = format!("/conversations/{conversation}/open");
                match ask(&mut http, Method::POST, &path, As::Staff(&cookie), &json!({})).await {
                    Ok(_) => continue,
                    Err(failure) => Err(failure),
                }
            }
            News::Hears(conversation) => Ok((conversation, number)),
            News::Failed(why) => Err(Failure::Found(why)),
        };
        if hearing.send(told).await.is_err() {
            return;
        }
    }
}

/// Collects which counsellor hears which conversation, until so many are heard.
pub(super) async fn seats(
    mut heard: mpsc::Receiver<Result<(String, usize), Failure>>,
    count: u64,
) -> Result<HashMap<String, usize>, Failure> {
    let mut seats = HashMap::new();
    while (seats.len() as u64) < count {
        let told = heard.recv().await.ok_or_else(|| Failure::Found("all counsellors are gone".into()))?;
        let (conversation, counsellor) = told?;
        seats.insert(conversation, counsellor);
    }
    Ok(seats)
}

/// Lets all visitors of the plan come, a few at a time.
pub(super) async fn visitors(site: &Site, plan: &Arc<Plan>, figures: &Arc<Figures>) -> Result<Vec<Visitor>, Failure> {
    let next = AtomicUsize::new(0);
    let coming = async || {
        let mut http = site.http();
        let mut came = Vec::new();
        while (next.fetch_add(1, Relaxed) as u64) < plan.conversations {
            let visit = ask(&mut http, Method::POST, "/visits", As::Anyone, &json!({"language": "ko"})).await?;
            let token = Answer::text(&visit, "token")?;
            let wire = hello(site, As::Visitor(&token)).await?;
            let talker = Talker { wire, plan: plan.clone(), figures: figures.clone() };
            let (told, news) = mpsc::channel(4);
            let (start, started) = oneshot::channel();
            came.push(Visitor {
                conversation: Answer::text(&visit, "conversation")?,
                channel: Answer::text(&visit, "channel")?,
                task: tokio::spawn(talker.run(told, started)),
                start,
                _news: news,
            });
        }
        Ok::<_, Failure>(came)
    };
    let came = try_join_all((0..COMING).map(|_| coming())).await?;
    Ok(came.into_iter().flatten().collect())
}

/// Gives everybody her lines and lets the talking begin soon.
pub(super) fn begin(
    plan: &Plan,
    visitors: Vec<Visitor>,
    counsellors: Vec<Counsellor>,
    seats: &HashMap<String, usize>,
) -> Result<Ready, Failure> {
    let mut lines: Vec<Vec<Line>> = counsellors.iter().map(|_| Vec::new()).collect();
    let mut desks: Vec<(String, Vec<String>)> =
        counsellors.iter().map(|counsellor| (counsellor.cookie.clone(), Vec::new())).collect();
    for (conversation, visitor) in (0..).zip(&visitors) {
        let counsellor = seats.get(&visitor.conversation).copied().filter(|counsellor| *counsellor < lines.len());
        let counsellor = counsellor
            .ok_or_else(|| Failure::Found("a visitor was brought to nobody: is the server used by others?".into()))?;
        lines[counsellor].push(Line::new(plan, conversation, Side::Counsellor, visitor.channel.clone()));
        desks[counsellor].1.push(visitor.conversation.clone());
    }
    // Time for everybody to get hers.
    let at = Instant::now() + Duration::from_millis(500);
    let gone = |_| Failure::Found("a socket ended before the start".into());
    let mut ready = Ready { at, visitors: Vec::new(), counsellors: Vec::new(), desks };
    for (counsellor, lines) in counsellors.into_iter().zip(lines) {
        counsellor.start.send(Start { at, lines }).map_err(gone)?;
        ready.counsellors.push(counsellor.task);
    }
    for (conversation, visitor) in (0..).zip(visitors) {
        let lines = vec![Line::new(plan, conversation, Side::Visitor, visitor.channel)];
        visitor.start.send(Start { at, lines }).map_err(gone)?;
        ready.visitors.push(visitor.task);
    }
    Ok(ready)
}

/// Leaves the server as it was: conversations closed, desks empty, nobody signed in.
pub(super) async fn leave(site: &Site, desks: &[(String, Vec<String>)]) -> Result<(), Failure> {
    let leaving = desks.iter().map(async |(cookie, conversations)| {
        let (mut http, who) = (site.http(), As::Staff(cookie));
        let away = json!({"state": "away", "capacity": CAPACITY});
        ask(&mut http, Method::PUT, "/desk", who, &away).await?;
        for conversation in conversations {
            let path = format!("/conversations/{conversation}/close");
            ask(&mut http, Method::POST, &path, who, &json!({})).await?;
        }
        http.ask(Method::DELETE, "/session", who, None).await?.done()
    });
    try_join_all(leaving).await.map(drop)
}
