//! What happens by itself: offers lapse, those who stay away are let go, desks empty, tokens die.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::{
    alerts, assign, blocks, breaks, challenge, erasure, held,
    leave::{end, fade},
    letters, line,
    model::{ABANDONED_AFTER, ASKED_AGAIN_AFTER, ClosedReason, DESK_HOLDS, FORGOTTEN_AFTER, LETTER_LIES, VisitorId},
    news::{LINE, Told},
    presence, risk,
    store::{self, Conversation},
    trust,
};
use crate::{
    app::App,
    messaging::{ConversationId, hub::FOUND, protocol::ConversationState},
    platform::{
        Result,
        db::{Lock, Tx},
    },
};

const TICK: Duration = Duration::from_millis(500);
/// How often what supervisors have to know of is looked at without being told.
const CARE: Duration = Duration::from_secs(3);

/// Starts them.
pub fn start(app: &App) {
    // Not the app itself, which holds the bus: neither would ever end.
    let moved = app.chat.line_moved.clone();
    app.bus.on(LINE, move |_, _| moved.notify_one());
    app.bus.subscribe(LINE);
    let vault = app.vault.clone();
    app.bus.on(erasure::KEYS, move |_, key| {
        if let Some(key) = std::str::from_utf8(&key).ok().and_then(|key| key.parse().ok()) {
            vault.forget(key);
        }
    });
    app.bus.subscribe(erasure::KEYS);
    let trust_moved = app.chat.care_moved.clone();
    app.bus.on(trust::TRUST, move |_, _| trust_moved.notify_one());
    app.bus.subscribe(trust::TRUST);
    let found = app.chat.care_moved.clone();
    app.bus.on(FOUND, move |_, _| found.notify_one());
    app.bus.subscribe(FOUND);
    app.tasks.spawn(care(app.clone()));
    app.tasks.spawn(line::run(app.clone()));
    app.tasks.spawn(presence::run(app.clone()));
    app.tasks.spawn(erasure::run(app.clone()));
    app.tasks.spawn(challenge::run(app.clone()));
    blocks::start(app);
    app.tasks.spawn(run(app.clone()));
}

async fn run(app: App) {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut well = true;
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let done = sweep(&app).await;
        match &done {
            Err(error) if well => tracing::error!(reason = %error, "the line is not kept in order"),
            Ok(()) if !well => tracing::info!("the line is kept in order again"),
            _ => {}
        }
        well = done.is_ok();
    }
}

/// What the rules saw is acted on, trust is known, those on duty are called: at once when told, and every few seconds,
/// should the telling get lost.
async fn care(app: App) {
    let mut well = true;
    loop {
        let done = tend(&app).await;
        match &done {
            Err(error) if well => tracing::error!(reason = %error, "what the rules saw is not acted on"),
            Ok(()) if !well => tracing::info!("what the rules saw is acted on again"),
            _ => {}
        }
        well = done.is_ok();
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = app.chat.care_moved.notified() => {}
            () = tokio::time::sleep(CARE) => {}
        }
        if !well {
            // A database that is away is not asked as fast as messages come.
            tokio::select! {
                () = app.stop.cancelled() => return,
                () = tokio::time::sleep(TICK) => {}
            }
        }
    }
}

/// One round of it. Public so that a test with a clock of its own need not wait.
///
/// # Errors
/// As any statement.
pub async fn tend(app: &App) -> Result<()> {
    trust::refresh(app).await?;
    while risk::act(app).await? > 0 {}
    alerts::call_again(app).await
}

/// One round of all of it. Public so that a test with a clock of its own need not wait.
///
/// # Errors
/// As any statement.
pub async fn sweep(app: &App) -> Result<()> {
    let now = app.clock.now();
    let (due,): (i64,) = app
        .db
        .read()
        .await?
        .query(
            "SELECT (SELECT COUNT(*) FROM conversation WHERE state = 'offered' AND offer_expires_at <= $1)
                  + (SELECT COUNT(*) FROM desk WHERE state = 'available' AND seen_at <= $2)
                  + (SELECT COUNT(*) FROM visitor WHERE token_dies_at <= $1 AND token_hash IS NOT NULL)
                  + (SELECT COUNT(*) FROM conversation
                     WHERE state = 'waiting' AND offered_by IS NOT NULL AND waiting_since <= $4)
                  + (SELECT COUNT(*) FROM conversation c JOIN visitor v ON v.id = c.visitor
                     WHERE c.state = 'waiting' AND c.later_at IS NULL AND v.seen_at <= $3)
                  + (SELECT COUNT(*) FROM conversation
                     WHERE state = 'waiting' AND later_at <= $5 AND (answered_at IS NULL OR answered_at <= $5))
                  + (SELECT COUNT(*) FROM desk WHERE break_until <= $1)
                  + (SELECT COUNT(*) FROM conversation WHERE state = 'wrap_up' AND wrapped_at <= $6)
                  + (SELECT COUNT(*) FROM conversation c JOIN visitor v ON v.id = c.visitor
                     WHERE c.state = 'active' AND c.opened_at <= $6 AND v.seen_at <= $6
                       AND (c.later_at IS NULL OR c.answered_at IS NOT NULL))",
        )
        .bind(now)
        .bind(now - DESK_HOLDS)
        .bind(now - ABANDONED_AFTER)
        .bind(now - ASKED_AGAIN_AFTER)
        .bind(now - LETTER_LIES)
        .bind(now - FORGOTTEN_AFTER)
        .fetch_one()
        .await?;
    let late = {
        let mut conn = app.db.read().await?;
        letters::lapsed_count(&mut conn, now).await?
            + alerts::unclaimed_count(&mut conn, app.config.care.unclaimed_after, now).await?
    };
    if due > 0 || late > 0 {
        keep_the_line(app).await?;
    }
    held::expire(app).await
}

async fn keep_the_line(app: &App) -> Result<()> {
    let (now, mut told) = (app.clock.now(), Told::default());
    let mut tx = app.db.write().await?;
    tx.lock(Lock::Assignment).await?;
    tx.query("UPDATE desk SET state = 'away' WHERE state = 'available' AND seen_at <= $1")
        .bind(now - DESK_HOLDS)
        .execute()
        .await?;
    breaks::end_due(&mut tx, now).await?;
    lapse(app, &mut tx, &mut told).await?;
    tx.query(
        "UPDATE conversation SET offered_by = NULL
         WHERE state = 'waiting' AND offered_by IS NOT NULL AND waiting_since <= $1",
    )
    .bind(now - ASKED_AGAIN_AFTER)
    .execute()
    .await?;
    let_tokens_die(app, &mut tx, &mut told).await?;
    letters::lapse(&mut tx, now, &mut told).await?;
    assign::assign(&mut tx, now, &mut told).await?;
    abandon(app, &mut tx, &mut told).await?;
    letters::let_lie_no_longer(app, &mut tx, &mut told).await?;
    close_forgotten(app, &mut tx, &mut told).await?;
    alerts::unclaimed(&mut tx, &mut told, app.config.care.unclaimed_after, now).await?;
    tx.commit().await?;
    told.line();
    told.tell(app);
    Ok(())
}

/// Offers that were not opened in time go back to their old place; a colleague's transfer to the head of its class. The
/// counsellor is set away.
async fn lapse(app: &App, tx: &mut Tx, told: &mut Told) -> Result<()> {
    let now = app.clock.now();
    let lapsed: Vec<Conversation> = tx
        .query("SELECT * FROM conversation WHERE state = 'offered' AND offer_expires_at <= $1 ORDER BY place DESC")
        .bind(now)
        .fetch_all()
        .await?;
    for conversation in lapsed {
        let Some(counsellor) = conversation.counsellor else { continue };
        if assign::take_back(tx, &conversation, now, told).await? {
            store::set_away(tx, counsellor).await?;
        }
    }
    Ok(())
}

/// Who waited and stayed away is let go, so that the line is of people who are there.
async fn abandon(app: &App, tx: &mut Tx, told: &mut Told) -> Result<()> {
    let gone: Vec<(ConversationId,)> = tx
        .query(
            "SELECT c.id FROM conversation c JOIN visitor v ON v.id = c.visitor
             WHERE c.state = 'waiting' AND c.later_at IS NULL AND v.seen_at <= $1 ORDER BY c.id LIMIT 200",
        )
        .bind(app.clock.now() - ABANDONED_AFTER)
        .fetch_all()
        .await?;
    for (id,) in gone {
        if let Some(conversation) = store::get(tx, id).await?
            && conversation.state == ConversationState::Waiting
        {
            fade(app, tx, conversation.visitor).await?;
            end(app, tx, &conversation, ClosedReason::Abandoned, told).await?;
        }
    }
    Ok(())
}

/// Talks that are over in all but name. A letter that was opened and not answered yet is none: somebody waits for it.
async fn close_forgotten(app: &App, tx: &mut Tx, told: &mut Told) -> Result<()> {
    let forgotten: Vec<(ConversationId,)> = tx
        .query(
            "SELECT c.id FROM conversation c JOIN visitor v ON v.id = c.visitor
             WHERE (c.state = 'wrap_up' AND c.wrapped_at <= $1)
                OR (c.state = 'active' AND c.opened_at <= $1 AND v.seen_at <= $1
                    AND (c.later_at IS NULL OR c.answered_at IS NOT NULL))
             ORDER BY c.id LIMIT 200",
        )
        .bind(app.clock.now() - FORGOTTEN_AFTER)
        .fetch_all()
        .await?;
    for (id,) in forgotten {
        // A colleague of the same round may have moved it.
        if let Some(conversation) = store::get(tx, id).await?
            && matches!(conversation.state, ConversationState::Active | ConversationState::WrapUp)
        {
            let reason = match conversation.state {
                ConversationState::WrapUp if conversation.visitor_left_at.is_none() => ClosedReason::Done,
                _ => ClosedReason::Left,
            };
            fade(app, tx, conversation.visitor).await?;
            end(app, tx, &conversation, reason, told).await?;
        }
    }
    Ok(())
}

async fn let_tokens_die(app: &App, tx: &mut Tx, told: &mut Told) -> Result<()> {
    let dead: Vec<(VisitorId,)> = tx
        .query(
            "UPDATE visitor SET token_hash = NULL, token_dies_at = NULL, socket = NULL
             WHERE token_dies_at <= $1 AND token_hash IS NOT NULL RETURNING id",
        )
        .bind(app.clock.now())
        .fetch_all()
        .await?;
    for (visitor,) in dead {
        told.signed_out(visitor.as_uuid());
    }
    Ok(())
}
