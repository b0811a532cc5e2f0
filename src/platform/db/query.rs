//! A statement on either engine.

use futures_util::{StreamExt, TryStreamExt, stream::BoxStream};
use sqlx::{
    Arguments, AssertSqlSafe, Encode, FromRow, Postgres, SqlSafeStr, SqlStr, Sqlite, Type,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};

use super::Inner;

/// A value that can be bound on both engines.
pub trait Param<'q>: Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres> {}
impl<'q, T> Param<'q> for T where T: Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres> {}

/// A row that can be read from both engines: derive `sqlx::FromRow`, or take a tuple.
pub trait Record: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// The text of a statement.
#[derive(Debug, Clone)]
pub enum Sql {
    /// The same on both engines.
    Same(SqlStr),
    /// One for each, where no text serves both.
    Split {
        /// For SQLite.
        sqlite: &'static str,
        /// For PostgreSQL.
        postgres: &'static str,
    },
}

impl Sql {
    /// A text put together from our own constants (placeholders for many rows). Never from anybody's input.
    #[must_use]
    pub fn built(text: String) -> Self {
        Self::Same(AssertSqlSafe(text).into_sql_str())
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self::Same(SqlStr::from_static(text))
    }
}

/// Placeholders for `count` rows of `width` values, from `$first` on: `($1,$2),($3,$4)`. `first` is 1-based.
#[must_use]
pub fn rows(first: usize, count: usize, width: usize) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(count * width * 6);
    for row in 0..count {
        text.push_str(if row == 0 { "(" } else { ",(" });
        for column in 0..width {
            let comma = if column == 0 { "" } else { "," };
            write!(text, "{comma}${}", first + row * width + column).expect("writing to a String cannot fail");
        }
        text.push(')');
    }
    text
}

/// A statement with its values, ready to run.
#[must_use = "a statement does nothing until it is run"]
#[derive(Debug)]
pub struct Query<'c> {
    conn: &'c mut Inner,
    sql: Sql,
    args: Result<Args, sqlx::error::BoxDynError>,
}

#[derive(Debug)]
enum Args {
    Sqlite(SqliteArguments),
    Postgres(PgArguments),
}

/// Runs `$call` on the statement that fits the engine.
macro_rules! on_engine {
    ($query:expr, $with:expr, |$statement:ident, $conn:ident| $call:expr) => {{
        let Query { conn, sql, args } = $query;
        let args = args.map_err(sqlx::Error::Encode)?;
        match (conn, args) {
            (Inner::Sqlite(conn), Args::Sqlite(args)) => {
                let ($statement, $conn) = ($with(sql.sqlite(), args), &mut **conn);
                $call
            }
            (Inner::SqliteTx(tx), Args::Sqlite(args)) => {
                let ($statement, $conn) = ($with(sql.sqlite(), args), &mut **tx);
                $call
            }
            (Inner::Postgres(conn), Args::Postgres(args)) => {
                let ($statement, $conn) = ($with(sql.postgres(), args), &mut **conn);
                $call
            }
            (Inner::PostgresTx(tx), Args::Postgres(args)) => {
                let ($statement, $conn) = ($with(sql.postgres(), args), &mut **tx);
                $call
            }
            _ => Err(sqlx::Error::Protocol("arguments of the other engine".into())),
        }
    }};
}

impl Sql {
    fn sqlite(self) -> SqlStr {
        match self {
            Self::Same(text) => text,
            Self::Split { sqlite, .. } => SqlStr::from_static(sqlite),
        }
    }

    fn postgres(self) -> SqlStr {
        match self {
            Self::Same(text) => text,
            Self::Split { postgres, .. } => SqlStr::from_static(postgres),
        }
    }
}

impl<'c> Query<'c> {
    pub(super) fn new(conn: &'c mut Inner, sql: Sql) -> Self {
        let args = match conn {
            Inner::Sqlite(_) | Inner::SqliteTx(_) => Args::Sqlite(SqliteArguments::default()),
            Inner::Postgres(_) | Inner::PostgresTx(_) => Args::Postgres(PgArguments::default()),
        };
        Self { conn, sql, args: Ok(args) }
    }

    /// Binds the next placeholder.
    pub fn bind<'q>(mut self, value: impl Param<'q>) -> Self {
        if let Ok(args) = &mut self.args {
            let bound = match args {
                Args::Sqlite(args) => Arguments::add(args, value),
                Args::Postgres(args) => Arguments::add(args, value),
            };
            if let Err(error) = bound {
                self.args = Err(error);
            }
        }
        self
    }

    /// Binds the next placeholders, one a value.
    pub fn bind_all<'q, T: Param<'q>>(self, values: impl IntoIterator<Item = T>) -> Self {
        values.into_iter().fold(self, Self::bind)
    }

    /// Runs it and says how many rows it touched.
    ///
    /// # Errors
    /// As any statement.
    pub async fn execute(self) -> sqlx::Result<u64> {
        on_engine!(self, sqlx::query_with, |statement, conn| Ok(statement.execute(conn).await?.rows_affected()))
    }

    /// The one row.
    ///
    /// # Errors
    /// [`sqlx::Error::RowNotFound`] when there is none.
    pub async fn fetch_one<T: Record>(self) -> sqlx::Result<T> {
        self.fetch_optional().await?.ok_or(sqlx::Error::RowNotFound)
    }

    /// The first row, if any.
    ///
    /// # Errors
    /// As any statement.
    pub async fn fetch_optional<T: Record>(self) -> sqlx::Result<Option<T>> {
        on_engine!(self, |sql, args| sqlx::query_as_with::<_, T, _>(sql, args), |statement, conn| statement
            .fetch_optional(conn)
            .await)
    }

    /// All rows.
    ///
    /// # Errors
    /// As any statement.
    pub async fn fetch_all<T: Record>(self) -> sqlx::Result<Vec<T>> {
        on_engine!(self, |sql, args| sqlx::query_as_with::<_, T, _>(sql, args), |statement, conn| statement
            .fetch_all(conn)
            .await)
    }

    /// The rows one by one, for what may be long.
    #[must_use = "nothing is read until the stream is"]
    pub fn fetch<T: Record + 'c>(self) -> BoxStream<'c, sqlx::Result<T>> {
        let rows = async move {
            on_engine!(self, |sql, args| sqlx::query_as_with::<_, T, _>(sql, args), |statement, conn| Ok(statement
                .fetch(conn)
                .boxed()))
        };
        futures_util::stream::once(rows).try_flatten().boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn placeholders_count_on_across_rows() {
        assert_eq!(rows(3, 2, 2), "($3,$4),($5,$6)");
        assert_eq!(rows(1, 1, 1), "($1)");
    }
}
