//! Everybody who may call.

use gyeot::accounts::Role;

/// Somebody who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// Without a session or a token.
    Nobody,
    /// With the cookie of a session that has ended.
    SignedOut,
    /// The visitor of the conversation.
    Visitor,
    /// A visitor with a conversation of her own.
    OtherVisitor,
    /// The counsellor whose it is: who talks with the visitor, or is offered to; who wrote the reply.
    Holder,
    /// A counsellor whose it is not.
    OtherCounsellor,
    /// A supervisor who has nothing to do with it.
    Supervisor,
    /// A supervisor who observes the conversation.
    Observer,
    /// The other roles.
    Professional,
    Operator,
    Verifier,
    CaseOfficer,
    Monitor,
    Council,
    Admin,
}

impl Caller {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Nobody,
        Self::SignedOut,
        Self::Visitor,
        Self::OtherVisitor,
        Self::Holder,
        Self::OtherCounsellor,
        Self::Supervisor,
        Self::Observer,
        Self::Professional,
        Self::Operator,
        Self::Verifier,
        Self::CaseOfficer,
        Self::Monitor,
        Self::Council,
        Self::Admin,
    ];

    /// The role that she has; none: no staff.
    pub const fn role(self) -> Option<Role> {
        Some(match self {
            Self::Nobody | Self::SignedOut | Self::Visitor | Self::OtherVisitor => return None,
            Self::Holder | Self::OtherCounsellor => Role::Counsellor,
            Self::Supervisor | Self::Observer => Role::Supervisor,
            Self::Professional => Role::Professional,
            Self::Operator => Role::Operator,
            Self::Verifier => Role::Verifier,
            Self::CaseOfficer => Role::CaseOfficer,
            Self::Monitor => Role::Monitor,
            Self::Council => Role::Council,
            Self::Admin => Role::Admin,
        })
    }

    /// Whether she has an account.
    pub const fn is_staff(self) -> bool {
        self.role().is_some()
    }

    /// Whether she has a visitor's token.
    pub const fn has_token(self) -> bool {
        matches!(self, Self::Visitor | Self::OtherVisitor)
    }
}
