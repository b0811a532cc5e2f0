//! Starts each feature's background tasks. Each has a name in the log, ends when `app.stop` is cancelled, and is
//! waited for through `app.tasks`.

use crate::{accounts, app::App, chat, messaging, notifications};

/// Starts them all.
pub fn start(app: &App) {
    accounts::tasks::start(app);
    app.tasks.spawn(messaging::tails::run(app.clone()));
    chat::tasks::start(app);
    notifications::tasks::start(app);
}
