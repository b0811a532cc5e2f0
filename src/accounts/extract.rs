//! Who may call, by the type of a handler's argument. In this order: 401 without a session, 403 for a command from
//! another origin, 403 without the role.

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::{
    model::{Account, AccountId, Role},
    session::{Session, authenticate, identify},
};
use crate::{
    app::App,
    platform::{Error, Result},
};

/// Anybody with a session, also one that has to enrol a second factor first. For the few calls that such a session
/// may make; all others take [`Staff`] or a role.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Session);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let session = identify(app, &parts.headers).await?;
        check_origin(parts, app)?;
        Ok(Self(session))
    }
}

fn check_origin(parts: &Parts, app: &App) -> Result<()> {
    if parts.method.is_safe() { Ok(()) } else { app.origins.check(&parts.headers) }
}

/// Makes an extractor for accounts with any of these roles; with none named, for all accounts.
macro_rules! by {
    ($(#[$doc:meta])* $name:ident: $($role:ident)|*) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(Session);

        impl $name {
            /// Who.
            #[must_use]
            pub const fn id(&self) -> AccountId {
                self.0.account.id
            }

            /// Who, in full.
            #[must_use]
            pub const fn account(&self) -> &Account {
                &self.0.account
            }

            /// Her session.
            #[must_use]
            pub const fn session(&self) -> &Session {
                &self.0
            }

            /// Whether she has this role (too).
            #[must_use]
            pub fn is(&self, role: Role) -> bool {
                self.0.account.roles.contains(&role)
            }
        }

        impl FromRequestParts<App> for $name {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
                const ROLES: &[Role] = &[$(Role::$role),*];
                let session = authenticate(app, &parts.headers).await?;
                check_origin(parts, app)?;
                if ROLES.is_empty() || session.account.is_any(ROLES) {
                    Ok(Self(session))
                } else {
                    Err(Error::Forbidden("your role may not do this"))
                }
            }
        }
    };
}

by! {
    /// Anybody with an account.
    Staff:
}
by! {
    /// A counsellor.
    Counsellor: Counsellor
}
by! {
    /// A supervisor.
    Supervisor: Supervisor
}
by! {
    /// Whoever works at a desk.
    CounsellorOrSupervisor: Counsellor | Supervisor
}
by! {
    /// Who watches over the talks, or runs the service.
    SupervisorOrAdmin: Supervisor | Admin
}
by! {
    /// A doctor or lawyer of the roster.
    Professional: Professional
}
by! {
    /// Who takes reports by phone.
    Operator: Operator
}
by! {
    /// Who checks reports.
    Verifier: Verifier
}
by! {
    /// Who follows cases.
    CaseOfficer: CaseOfficer
}
by! {
    /// A citizen who files reports.
    Monitor: Monitor
}
by! {
    /// Who reads the figures.
    Council: Council
}
by! {
    /// Who reads the figures, or runs the service.
    CouncilOrAdmin: Council | Admin
}
by! {
    /// Who runs the service.
    Admin: Admin
}
