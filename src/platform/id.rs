//! Identifiers: one type a thing, so that a counsellor's id is never passed where a visit's is wanted.

/// Makes a newtype over a UUID with what every id needs: storage on both engines, JSON, text, a new one.
///
/// New ids are UUIDv7: they sort by the time they were made, which keeps an index on them compact.
#[macro_export]
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type, serde::Serialize,
            serde::Deserialize, utoipa::ToSchema,
        )]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A new one, like no other.
            #[must_use]
            #[expect(clippy::new_without_default, reason = "two calls give two ids, which a default must not")]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }

            /// The one that a UUID names.
            #[must_use]
            pub const fn from_uuid(id: uuid::Uuid) -> Self {
                Self(id)
            }

            /// The UUID inside.
            #[must_use]
            pub const fn as_uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}
