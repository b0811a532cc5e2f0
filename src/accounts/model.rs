//! Who works here: types, and what is allowed in them.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use crate::platform::{Error, Result};

crate::id_type! {
    /// Identifies a staff account.
    AccountId
}

/// Longest name of a person, in Unicode scalar values.
const NAME_CAP: usize = 80;
/// Longest e-mail address that mail servers must take.
const EMAIL_CAP: usize = 254;

/// Makes an enum of words: as text, in JSON, from the database.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident ($wanted:literal) { $($(#[$word_doc:meta])* $word:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$word_doc])* #[serde(rename = $text)] $word,)*
        }

        impl $name {
            /// As it is stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$word => $text,)*
                }
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($text => Ok(Self::$word),)*
                    _ => Err(format!(concat!("must be of ", $wanted, ", and {:?} is none"), text)),
                }
            }
        }

        // By hand: the derive does not see through a name that a macro was given.
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some([$($text),*]))
                    .into()
            }
        }

        impl ToSchema for $name {}

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// What somebody may do. An account has at least one.
    Role("counsellor, supervisor, professional, operator, verifier, case_officer, monitor, council, admin") {
        /// Talks with visitors.
        Counsellor = "counsellor",
        /// Watches over the counsellors.
        Supervisor = "supervisor",
        /// A doctor or lawyer of the roster.
        Professional = "professional",
        /// Takes reports by phone.
        Operator = "operator",
        /// Checks reports.
        Verifier = "verifier",
        /// Follows cases with the agencies.
        CaseOfficer = "case_officer",
        /// A citizen who files reports.
        Monitor = "monitor",
        /// Reads the figures.
        Council = "council",
        /// Runs the service.
        Admin = "admin",
    }
}

words! {
    /// A language that is spoken here.
    Language("ko, en") {
        /// Korean.
        Ko = "ko",
        /// English.
        En = "en",
    }
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    /// Who.
    pub id: AccountId,
    /// The e-mail address as it was given.
    pub email: String,
    /// Her name, as her colleagues and, once she answers, visitors see it.
    pub name: String,
    /// What she may do, in order, each once.
    #[sqlx(try_from = "Words")]
    pub roles: Vec<Role>,
    /// What she speaks, in order, each once.
    #[sqlx(try_from = "Words")]
    pub languages: Vec<Language>,
    /// Since when she can no longer sign in.
    pub disabled_at: Option<DateTime<Utc>>,
}

impl Account {
    /// Whether she has any of these roles.
    #[must_use]
    pub fn is_any(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }
}

/// Words with commas between, as a query puts them together.
#[derive(Debug, sqlx::Type)]
#[sqlx(transparent)]
pub(super) struct Words(String);

impl<T: FromStr + Ord> TryFrom<Words> for Vec<T> {
    type Error = T::Err;

    fn try_from(words: Words) -> Result<Self, T::Err> {
        list(&words.0, ',')
    }
}

/// Reads a list of words, sorts it, and keeps each once.
///
/// # Errors
/// The first word that is none.
pub fn list<T: FromStr + Ord>(text: &str, separator: char) -> Result<Vec<T>, T::Err> {
    let words = text.split(separator).map(str::trim).filter(|word| !word.is_empty());
    let mut list = words.map(str::parse).collect::<Result<Vec<T>, _>>()?;
    list.sort_unstable();
    list.dedup();
    Ok(list)
}

/// An e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    given: String,
    key: String,
}

impl Email {
    /// As it was given, without the white space around it.
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }

    /// As it is compared: two spellings that look alike and mean one mailbox have one key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl FromStr for Email {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let given = text.trim();
        let key = email_key(given);
        if key.len() > EMAIL_CAP {
            return Err(Error::TooLong { field: "email".into(), cap: format!("{EMAIL_CAP} bytes") });
        }
        let whole = key.rsplit_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && !local.contains('@') && !domain.starts_with('.')
        });
        if !whole || given.chars().chain(key.chars()).any(|c| c.is_whitespace() || c.is_control()) {
            return Err(Error::invalid("email", "not an e-mail address"));
        }
        Ok(Self { given: given.to_owned(), key })
    }
}

/// The key of what somebody typed as her address, well-formed or not.
#[must_use]
pub fn email_key(typed: &str) -> String {
    // No address has a NUL, and PostgreSQL takes none.
    let typed = typed.trim().nfkc().flat_map(char::to_lowercase);
    typed.map(|c| if c == '\0' { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Her address, which she signs in with.
    pub email: Email,
    /// Her name.
    pub name: String,
    /// At least one.
    pub roles: Vec<Role>,
    /// At least one.
    pub languages: Vec<Language>,
}

impl NewAccount {
    /// Reads the texts that a person typed; lists have `separator` between their words.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the first field that is wrong.
    pub fn parse(email: &str, name: &str, roles: &str, languages: &str, separator: char) -> Result<Self> {
        let name = name.trim();
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(Error::invalid("name", "must be a name"));
        }
        if name.chars().count() > NAME_CAP {
            return Err(Error::TooLong { field: "name".into(), cap: format!("{NAME_CAP} characters") });
        }
        Ok(Self {
            email: email.parse()?,
            name: name.to_owned(),
            roles: some(list(roles, separator), "role")?,
            languages: some(list(languages, separator), "language")?,
        })
    }
}

fn some<T>(list: Result<Vec<T>, String>, field: &str) -> Result<Vec<T>> {
    match list {
        Ok(list) if list.is_empty() => Err(Error::invalid(field, "at least one is needed")),
        Ok(list) => Ok(list),
        Err(fault) => Err(Error::invalid(field, fault)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_has_one_key_however_it_is_spelled() {
        for spelled in ["Mina@Example.KR", " mina@example.kr\n", "ｍｉｎａ@example.kr"] {
            assert_eq!(spelled.parse::<Email>().unwrap().key(), "mina@example.kr", "{spelled}");
        }
        assert_eq!("Mina@Example.KR ".parse::<Email>().unwrap().given(), "Mina@Example.KR");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in ["", "mina", "@example.kr", "mina@", "a@b@c.kr", "mi na@example.kr", "mina@.kr", "a\u{0}@b.kr"] {
            assert!(wrong.parse::<Email>().is_err(), "{wrong:?}");
        }
        assert!(format!("{}@example.kr", "a".repeat(250)).parse::<Email>().is_err());
    }

    #[test]
    fn lists_are_sorted_and_each_word_counts_once() {
        let roles = list::<Role>("supervisor, counsellor,supervisor,", ',').unwrap();
        assert_eq!(roles, [Role::Counsellor, Role::Supervisor]);
        assert!(list::<Language>("ko,jp", ',').unwrap_err().contains("\"jp\""));
    }

    #[test]
    fn the_field_at_fault_of_a_new_account_is_named() {
        let field = |email: &str, name: &str, roles: &str, languages: &str| match NewAccount::parse(
            email, name, roles, languages, ',',
        ) {
            Err(Error::Invalid { field, .. } | Error::TooLong { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(field("x", "Mina", "counsellor", "ko"), "email");
        assert_eq!(field("a@b.kr", " ", "counsellor", "ko"), "name");
        assert_eq!(field("a@b.kr", "Mi\nna", "counsellor", "ko"), "name");
        assert_eq!(field("a@b.kr", &"곁".repeat(81), "counsellor", "ko"), "name");
        assert_eq!(field("a@b.kr", "Mina", "", "ko"), "role");
        assert_eq!(field("a@b.kr", "Mina", "chief", "ko"), "role");
        assert_eq!(field("a@b.kr", "Mina", "counsellor", ","), "language");
    }
}
