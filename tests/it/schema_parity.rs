//! The two schemas are one: the same tables, columns, keys and references on both engines, for data and for keys.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

use gyeot::platform::db::{Conn, Db, Engine, Purpose};

use crate::support::db::Databases;

/// A table, described so that equal ones read equal.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    /// Name, class of type, whether it may be null.
    columns: BTreeMap<String, String>,
    primary_key: Vec<String>,
    unique: BTreeSet<Vec<String>>,
    /// Columns, table and columns referred to, and what a deletion does.
    references: BTreeSet<String>,
}

type Schema = BTreeMap<String, Table>;

#[tokio::test]
async fn both_engines_have_the_same_data_schema() {
    compare(Purpose::Data).await;
}

#[tokio::test]
async fn both_engines_have_the_same_keys_schema() {
    compare(Purpose::Keys).await;
}

#[test]
fn migrations_come_in_pairs() {
    for folder in ["migrations", "migrations/keys"] {
        let names = |engine: &str| -> BTreeSet<_> {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(engine);
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect()
        };
        assert_eq!(names("sqlite"), names("postgres"), "in {folder}");
        assert!(!names("sqlite").is_empty(), "nothing in {folder}");
    }
}

#[test]
fn every_sqlite_table_is_strict() {
    for folder in ["migrations/sqlite", "migrations/keys/sqlite"] {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let (made, strict) = (text.matches("CREATE TABLE").count(), text.matches("STRICT").count());
            assert_eq!(made, strict, "{}: tables that take any type", path.display());
        }
    }
}

async fn compare(purpose: Purpose) {
    let (sqlite, postgres) = (schema(Engine::Sqlite, purpose).await, schema(Engine::Postgres, purpose).await);
    assert!(!sqlite.is_empty());
    let mut differences = String::new();
    let names: BTreeSet<_> = sqlite.keys().chain(postgres.keys()).collect();
    for name in names {
        match (sqlite.get(name), postgres.get(name)) {
            (Some(one), Some(other)) if one == other => {}
            (one, other) => write!(differences, "\n{name}:\n  SQLite {one:#?}\n  PostgreSQL {other:#?}").unwrap(),
        }
    }
    assert!(differences.is_empty(), "the schemas differ:{differences}");
}

async fn schema(engine: Engine, purpose: Purpose) -> Schema {
    let databases = Databases::bare(engine).await;
    let url = if purpose == Purpose::Data { databases.data() } else { databases.keys() };
    let db = Db::connect(url, purpose).await.unwrap();
    let mut conn = db.read().await.unwrap();
    match engine {
        Engine::Sqlite => sqlite(&mut conn).await,
        Engine::Postgres => postgres(&mut conn).await,
    }
}

/// What a type can hold: the two engines spell it differently.
fn class(engine_type: &str) -> &'static str {
    match engine_type {
        "uuid" | "bytea" | "BLOB" => "bytes",
        "bigint" | "boolean" | "INTEGER" => "number",
        "double precision" | "REAL" => "fraction",
        "text" | "timestamp with time zone" | "date" | "jsonb" | "TEXT" => "text",
        other => panic!("a type that the other engine has no match for: {other}"),
    }
}

async fn sqlite(conn: &mut Conn) -> Schema {
    let mut schema = Schema::new();
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations'";
    for (table,) in conn.query(tables).fetch_all::<(String,)>().await.unwrap() {
        let described = schema.entry(table.clone()).or_default();
        let columns = conn
            .query(r#"SELECT name, type, "notnull", pk FROM pragma_table_info($1) ORDER BY pk"#)
            .bind(table.clone());
        for (name, kind, not_null, key) in columns.fetch_all::<(String, String, i64, i64)>().await.unwrap() {
            described
                .columns
                .insert(name.clone(), format!("{}{}", class(&kind), if not_null == 1 { "" } else { " or null" }));
            if key > 0 {
                described.primary_key.push(name);
            }
        }
        let indexes = conn
            .query("SELECT name, partial FROM pragma_index_list($1) WHERE \"unique\" = 1 AND origin <> 'pk'")
            .bind(table.clone());
        for (index, partial) in indexes.fetch_all::<(String, i64)>().await.unwrap() {
            let columns = conn
                .query("SELECT COALESCE(name, '(expression)') FROM pragma_index_info($1) ORDER BY seqno")
                .bind(index);
            let mut columns: Vec<String> =
                columns.fetch_all::<(String,)>().await.unwrap().into_iter().map(|(name,)| name).collect();
            if partial == 1 {
                columns.push("where …".into());
            }
            described.unique.insert(columns);
        }
        let references = conn
            .query(r#"SELECT group_concat("from", ','), "table", group_concat("to", ','), on_delete FROM (SELECT * FROM pragma_foreign_key_list($1) ORDER BY id, seq) GROUP BY id"#)
            .bind(table.clone());
        for (from, to, columns, on_delete) in references.fetch_all::<(String, String, String, String)>().await.unwrap()
        {
            described.references.insert(format!("({from}) -> {to}({columns}) {on_delete}"));
        }
    }
    schema
}

async fn postgres(conn: &mut Conn) -> Schema {
    let mut schema = Schema::new();
    let columns = "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL), a.attnotnull
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
           AND c.relname <> '_sqlx_migrations'";
    for (table, name, kind, not_null) in
        conn.query(columns).fetch_all::<(String, String, String, bool)>().await.unwrap()
    {
        let described = schema.entry(table).or_default();
        described.columns.insert(name, format!("{}{}", class(&kind), if not_null { "" } else { " or null" }));
    }
    let indexes = "SELECT c.relname::text, i.indisprimary, i.indpred IS NOT NULL, COALESCE(a.attname::text, '(expression)'), i.indexrelid::bigint
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
         CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
         LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0
         WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND c.relname <> '_sqlx_migrations'
         ORDER BY i.indexrelid, k.place";
    let mut unique: BTreeMap<i64, (String, bool, bool, Vec<String>)> = BTreeMap::new();
    for (table, primary, partial, column, index) in
        conn.query(indexes).fetch_all::<(String, bool, bool, String, i64)>().await.unwrap()
    {
        unique.entry(index).or_insert_with(|| (table, primary, partial, Vec::new())).3.push(column);
    }
    for (table, primary, partial, mut columns) in unique.into_values() {
        let described = schema.get_mut(&table).unwrap();
        if primary {
            described.primary_key = columns;
        } else {
            if partial {
                columns.push("where …".into());
            }
            described.unique.insert(columns);
        }
    }
    let references = "SELECT c.relname::text, r.relname::text,
           (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(f.conkey) WITH ORDINALITY AS k(attnum, place)
            JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.attnum),
           (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(f.confkey) WITH ORDINALITY AS k(attnum, place)
            JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.attnum),
           CASE f.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE'
                              WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END
         FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class r ON r.oid = f.confrelid
         WHERE f.contype = 'f' AND c.relnamespace = 'public'::regnamespace";
    for (table, to, from, columns, on_delete) in
        conn.query(references).fetch_all::<(String, String, String, String, String)>().await.unwrap()
    {
        schema.get_mut(&table).unwrap().references.insert(format!("({from}) -> {to}({columns}) {on_delete}"));
    }
    schema
}
