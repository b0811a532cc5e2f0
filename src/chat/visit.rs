//! A visit begins: anonymous, in one call, with her first message already said if she likes.

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use gyeot_rules::contact;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    assign,
    challenge::{self, Solution},
    duress, flags,
    held::{self, Holding},
    model::{self, SafeNow, VisitorId},
    news::Told,
    outreach,
    return_code::ReturnCode,
    risk::{self, Change, Source},
    store::{self, Conversation},
};
use crate::{
    accounts::{AccountId, Language},
    app::App,
    messaging::{
        AuthorKind, Body, Channel, ChannelId, ChannelKind, ConversationId, MessageId, Participant, channel,
        log::{self, Signature, Verdict},
        member,
        protocol::{ConversationState, HeldReason},
    },
    platform::{
        Error, Result,
        crypto::{Aad, DataKey, Vault},
        db::{Lock, Tx},
    },
};

/// What somebody says when she comes; all of it is checked.
#[derive(Debug)]
pub struct Arrival {
    /// In which language she wants to talk.
    pub language: Language,
    /// What she wants to be called.
    pub nickname: Option<String>,
    /// What it is about.
    pub topic: Option<String>,
    /// Whether she is safe.
    pub safe_now: Option<SafeNow>,
    /// What she says first.
    pub first_message: Option<Body>,
    /// The link that brought her.
    pub outreach_code: Option<String>,
}

/// What she takes with her.
#[derive(Debug)]
pub struct Visit {
    /// Who she is to us.
    pub visitor: VisitorId,
    /// Her conversation.
    pub conversation: ConversationId,
    /// Its main channel.
    pub channel: ChannelId,
    /// Speaks for her until she leaves or returns.
    pub token: Token,
    /// Brings her back.
    pub return_code: ReturnCode,
    /// The same with its last word replaced by the duress word: opens a harmless page, and calls for help.
    pub duress: ReturnCode,
}

/// A visitor's token: 256 random bits, of which we keep the hash.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new one.
    #[must_use]
    pub fn new() -> Self {
        Self(BASE64URL_NOPAD.encode(&rand::random::<[u8; 32]>()))
    }

    /// As she carries it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is stored. 256 random bits need no slow hash.
    #[must_use]
    pub fn hash(text: &str) -> [u8; 32] {
        Sha256::digest(text.as_bytes()).into()
    }
}

impl Default for Token {
    fn default() -> Self {
        Self::new()
    }
}

/// Never its text.
impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

/// Puts somebody new into the line. The solution of her challenge, where one was needed, is used up with it.
///
/// # Errors
/// [`Error::ChallengeRequired`] when the solution was used meanwhile; [`Error::Unavailable`] when it cannot be stored.
pub async fn begin(app: &App, arrival: Arrival, solution: Option<Solution>) -> Result<Visit> {
    let (visitor, id, token) = (VisitorId::new(), ConversationId::new(), Token::new());
    // Its key first: a key without a conversation is harmless, the reverse is not.
    let key = app.vault.new_key(id.as_uuid()).await?;
    let now = app.clock.now();
    let mut told = Told::default();
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    if let Some(solution) = &solution
        && !challenge::spend(&mut tx, solution).await?
    {
        drop(tx);
        app.vault.destroy(key.id()).await?;
        return Err(Error::ChallengeRequired);
    }
    let (return_code, duress) = new_codes(app, &mut tx, arrival.language, visitor, id, &token).await?;
    let answer = arrival.safe_now.and_then(risk::of_answer);
    let words = [arrival.first_message.as_ref().map(Body::as_str), arrival.topic.as_deref()];
    let said = words.into_iter().flatten().filter_map(risk::see).max_by_key(|seen| seen.class);
    let class = said.map_or(0, |seen| seen.class).max(answer.map_or(0, |seen| seen.class));
    let wanted = New {
        id,
        visitor,
        continues: None,
        language: arrival.language,
        nickname: arrival.nickname,
        topic: arrival.topic,
        safe_now: arrival.safe_now.map(|answer| answer.as_str().to_owned()),
        outreach_code: outreach::known(&mut tx, arrival.outreach_code).await?,
        risk: class,
        prefers: None,
    };
    let (main, name) = wanted.insert(&mut tx, &app.vault, key, now).await?;
    let conversation = store::get(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let mut seq = None;
    if let Some(body) = &arrival.first_message {
        let signature = Signature { id: visitor.as_uuid(), kind: AuthorKind::Visitor, name };
        seq = first_words(app, &mut tx, &mut told, &conversation, &main, &signature, body, now).await?;
    }
    if class > 0 {
        let by_words = said.filter(|seen| seen.class == class);
        let change = Change {
            to: class,
            source: if by_words.is_some() { Source::Message } else { Source::Answers },
            rule: by_words.map(|seen| seen.rule).or(answer.map(|seen| seen.rule)),
            seq: by_words.and(seq),
            by: None,
            note: None,
        };
        risk::begin(&mut tx, &mut told, &conversation, change, now).await?;
    }
    assign::assign(&mut tx, now, &mut told).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    Ok(Visit { visitor, conversation: id, channel: main.id, token, return_code, duress })
}

/// How often codes are drawn until some are found that nobody has. The chance that one is taken is about one in 10^11
/// with a million visitors: a second time is a fault and no accident.
const DRAWS: usize = 3;

/// Stores a visitor under codes that nobody else has, neither as a code nor as a duress spelling.
async fn new_codes(
    app: &App,
    tx: &mut Tx,
    language: Language,
    visitor: VisitorId,
    conversation: ConversationId,
    token: &Token,
) -> Result<(ReturnCode, ReturnCode)> {
    let token = Token::hash(token.as_str());
    for _ in 0..DRAWS {
        let code = ReturnCode::generate(language, &mut rand::rng());
        let duress = duress::choose(&code, &mut rand::rng());
        let macs = [code.mac(&app.vault), duress.mac(&app.vault)];
        if store::insert_visitor(tx, visitor, conversation, &token, &macs, app.clock.now()).await? {
            return Ok((code, duress));
        }
    }
    Err(Error::Internal("no return code that nobody has".into()))
}

/// What she says first: message 1 of the main channel, unless it has to wait; then it has no number yet.
#[expect(clippy::too_many_arguments, reason = "all of it belongs to the one transaction of her visit")]
async fn first_words(
    app: &App,
    tx: &mut Tx,
    told: &mut Told,
    conversation: &Conversation,
    main: &Channel,
    signature: &Signature,
    body: &Body,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    let id = MessageId::from_uuid(Uuid::now_v7());
    if !contact::find(body.as_str()).is_empty() {
        let reason = HeldReason::Contact;
        let holding = Holding { channel: main, author: signature, id, body, reason, expires_at: None };
        held::hold(tx, &app.vault, told, conversation, &holding, now).await?;
        return Ok(None);
    }
    let Verdict::Stored { seq, .. } = log::append_in(tx, &app.vault, main, signature, id, body, now).await? else {
        return Err(Error::Internal("the first message was not stored".into()));
    };
    if let Some(seen) = risk::see(body.as_str()) {
        log::note_finding(tx, main.no, seq, seen, true, now).await?;
        if seen.class == risk::HIGHEST {
            flags::by_rule(tx, conversation.id, main.no, seq, seen.rule, now).await?;
        }
    }
    Ok(Some(seq))
}

/// A conversation that does not exist yet.
pub(super) struct New {
    pub id: ConversationId,
    pub visitor: VisitorId,
    pub continues: Option<ConversationId>,
    pub language: Language,
    pub nickname: Option<String>,
    pub topic: Option<String>,
    pub safe_now: Option<String>,
    pub outreach_code: Option<String>,
    pub risk: i64,
    pub prefers: Option<AccountId>,
}

impl New {
    /// Puts it at the end of the line, with its channels; gives the main one and her name.
    pub(super) async fn insert(
        self,
        tx: &mut Tx,
        vault: &Vault,
        key: std::sync::Arc<DataKey>,
        now: DateTime<Utc>,
    ) -> Result<(Channel, String)> {
        let label = format!("{:04}", rand::random_range(0..10_000));
        let name = self.nickname.clone().unwrap_or_else(|| model::unnamed(self.language, &label));
        let seal =
            |what, text: Option<String>| text.map(|text| vault.seal(&key, &text_aad(what, self.id), text.as_bytes()));
        store::insert(
            tx,
            &Conversation {
                id: self.id,
                visitor: self.visitor,
                continues: self.continues,
                state: ConversationState::Waiting,
                closed_reason: None,
                language: self.language.as_str().into(),
                label,
                risk: self.risk,
                place: now.timestamp_micros(),
                counsellor: None,
                offered_by: None,
                offer_expires_at: None,
                key: key.id(),
                nickname: seal("conversation.nickname", self.nickname),
                topic: seal("conversation.topic", self.topic),
                safe_now: self.safe_now,
                outreach_code: self.outreach_code,
                visitor_left_at: None,
                waiting_since: now,
                created_at: now,
                opened_at: None,
                prefers: self.prefers,
                later_at: None,
                answered_seq: 0,
            },
        )
        .await?;
        let main = channel::create(tx, self.id, ChannelKind::Main, key.clone()).await?;
        channel::create(tx, self.id, ChannelKind::Staff, key).await?;
        let me: Participant = model::visitor(self.visitor, name.clone());
        member::join(tx, vault, &main, &me, true, now).await?;
        Ok((main, name))
    }
}

/// Where a sealed text of a conversation lies.
pub(super) fn text_aad(what: &'static str, conversation: ConversationId) -> Aad {
    Aad::new(what, conversation.as_uuid(), conversation.as_uuid())
}

/// Opens a sealed text of a conversation.
pub(super) fn open_text(
    vault: &Vault,
    key: &DataKey,
    what: &'static str,
    conversation: ConversationId,
    sealed: Option<&[u8]>,
) -> Result<Option<String>> {
    sealed
        .map(|sealed| {
            let text = vault.open(key, &text_aad(what, conversation), sealed)?;
            String::from_utf8(text).map_err(|_| Error::Internal("a text is no UTF-8".into()))
        })
        .transpose()
}
