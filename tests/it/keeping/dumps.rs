//! Every row of a database as text, with the conversation that it is of.

use std::collections::BTreeMap;

use gyeot::platform::db::{Conn, Db, Engine, Sql, dump};
use uuid::Uuid;

/// Of each table, its rows: whose they are (a conversation, or a visitor for her own row), and their text.
pub type Dump = BTreeMap<String, Vec<(Option<Uuid>, String)>>;

/// All of it, but for `without`.
pub async fn of(db: &Db, without: &[&str]) -> Dump {
    let mut conn = db.read().await.unwrap();
    let tables: Vec<_> = dump::contents(&mut conn).await.unwrap().rows.into_keys().collect();
    let mut whole = Dump::new();
    for table in tables.into_iter().filter(|table| !without.contains(&&**table)) {
        let owner = match &*table {
            "conversation" | "visitor" => "t.id",
            "channel" | "note" | "legal_hold" => "t.conversation",
            "member" | "message" => "(SELECT c.conversation FROM channel c WHERE c.no = t.channel)",
            "audit" | "event" | "read_ledger" => "t.subject",
            _ => "NULL",
        };
        let (owner, row) = match db.engine() {
            Engine::Postgres => (format!("({owner})::uuid"), "t::text".to_owned()),
            Engine::Sqlite => (owner.to_owned(), columns(&mut conn, &table).await),
        };
        let sql = Sql::built(format!("SELECT {owner}, {row} FROM \"{table}\" t"));
        let mut rows: Vec<(Option<Uuid>, String)> = conn.query(sql).fetch_all().await.unwrap();
        rows.sort();
        whole.insert(table, rows);
    }
    whole
}

async fn columns(conn: &mut Conn, table: &str) -> String {
    let names = conn.query("SELECT name FROM pragma_table_info($1)").bind(table);
    let names = names.fetch_all::<(String,)>().await.unwrap();
    names.iter().map(|(name,)| format!("quote(t.\"{name}\")")).collect::<Vec<_>>().join(" || ' ' || ")
}
