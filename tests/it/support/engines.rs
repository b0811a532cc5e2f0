//! One test body, run on both engines.

use gyeot::platform::db::Engine;

/// What a test body asks for: a server, a database.
pub trait Fixture {
    /// A fresh one.
    fn start(engine: Engine) -> impl Future<Output = Self>;
}

/// For a body that starts what it needs with settings of its own.
impl Fixture for Engine {
    async fn start(engine: Engine) -> Self {
        engine
    }
}

/// Makes two tests of each body, `name::sqlite` and `name::postgres`:
///
/// ```ignore
/// both_engines! {
///     async fn a_visitor_is_put_in_the_line(app: TestApp) { … }
/// }
/// ```
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($fixture:tt: $type:ty) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn body($fixture: $type) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let fixture = <$type as $crate::support::engines::Fixture>::start(gyeot::platform::db::Engine::Sqlite).await;
                body(fixture).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let fixture = <$type as $crate::support::engines::Fixture>::start(gyeot::platform::db::Engine::Postgres).await;
                body(fixture).await;
            }
        }
    )+};
}
