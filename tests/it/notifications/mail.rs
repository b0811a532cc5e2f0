//! Mail: that something waits and where, to the one mailbox, by a server that may be in a mood.

use chrono::{DateTime, Utc};
use gyeot::{
    accounts::{
        AccountId, NewAccount,
        admin::{self, Applicant},
    },
    notifications::{self, Occasion},
    platform::{
        Clock,
        config::Mail,
        db::{Db, Engine, Purpose, Url},
    },
};
use uuid::Uuid;

use super::people::{all_is_told, pass, tell};
use crate::{
    both_engines,
    support::{
        app::TestApp,
        builders::{PASSWORD, Staff},
        process::Process,
        smtp::MailServer,
        wait,
    },
};

async fn server(engine: Engine, mail: &MailServer) -> TestApp {
    let (smtp, from) = (mail.url().parse().unwrap(), "곁 <desk@gyeot.example.kr>".parse().unwrap());
    TestApp::with(engine, |settings| {
        settings.config.mail = Some(Mail { smtp, from });
        settings.clock = Clock::manual(Clock::system().now());
    })
    .await
}

/// What the mail of the only notification is called: by it, and by when it rang.
async fn message_id(app: &TestApp) -> String {
    let sql = "SELECT id, at FROM notification";
    let (id, at): (Uuid, DateTime<Utc>) = app.db.read().await.unwrap().query(sql).fetch_one().await.unwrap();
    format!("<{id}.{}@127.0.0.1>", at.timestamp_micros())
}

both_engines! {
    async fn a_mail_says_that_something_waits_and_where(engine: Engine) {
        let mail = MailServer::start().await;
        let app = server(engine, &mail).await;
        let boss = Staff::hire(&app, "Boss", "supervisor").await;
        let subject = Uuid::now_v7();
        tell(&app, &boss, Occasion::Alert, subject).await;
        let letter = mail.wait(1).await;
        assert_eq!(letter.to, "boss@example.kr");
        assert_eq!(letter.header("Subject"), "상담 화면에 기다리는 것이 있습니다.");
        assert_eq!(letter.text(), format!("상담 화면에 기다리는 것이 있습니다.\r\n\r\n{}/desk", app.origin()));
        assert_eq!(letter.header("Content-Type"), "text/plain; charset=utf-8");
        assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
        assert_eq!(letter.header("From"), "곁<desk@gyeot.example.kr> ", "the spaces are of the decoding");
        for secret in [subject.to_string(), boss.id.to_string(), "Boss".into(), "alert".into()] {
            assert!(!letter.raw.contains(&secret), "{secret} in {}", letter.raw);
        }
        all_is_told(&app).await;
    }

    async fn who_speaks_english_reads_english(engine: Engine) {
        let mail = MailServer::start().await;
        let app = server(engine, &mail).await;
        let account = NewAccount::parse("jane@example.kr", "Jane", "counsellor", "en", ',').unwrap();
        let applicant = Applicant { account, password: PASSWORD.to_owned().into(), line: None };
        admin::add(&app.db, &app.clock, &[applicant]).await.unwrap();
        let jane = Staff::sign_in(app.address(), "jane@example.kr").await;
        tell(&app, &jane, Occasion::Letter, Uuid::now_v7()).await;
        let letter = mail.wait(1).await;
        assert_eq!(letter.header("Subject"), "Something is waiting at the desk.");
        assert_eq!(letter.text(), format!("Something is waiting at the desk.\r\n\r\n{}/desk", app.origin()));
    }

    async fn a_mail_that_is_put_off_comes_later_and_is_the_same_one(engine: Engine) {
        let mail = MailServer::start().await;
        let app = server(engine, &mail).await;
        let boss = Staff::hire(&app, "Boss", "supervisor").await;
        mail.answer(&["451 not now"]);
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        mail.wait_for_tries(1).await;
        wait::until("the second try", || async {
            pass(&app, 5);
            (mail.came().len() == 1).then_some(())
        })
        .await;
        assert_eq!(mail.came()[0].header("Message-ID"), message_id(&app).await);
        all_is_told(&app).await;
    }

    async fn what_rings_anew_is_no_copy_of_the_mail_before(engine: Engine) {
        let mail = MailServer::start().await;
        let app = server(engine, &mail).await;
        let (boss, alert) = (Staff::hire(&app, "Boss", "supervisor").await, Uuid::now_v7());
        tell(&app, &boss, Occasion::Alert, alert).await;
        mail.wait(1).await;
        all_is_told(&app).await;
        let first = message_id(&app).await;
        pass(&app, 60);
        tell(&app, &boss, Occasion::Alert, alert).await;
        wait::until("the second ring", || async { (mail.came().len() == 2).then_some(()) }).await;
        let came: Vec<_> = mail.came().iter().map(|letter| letter.header("Message-ID").clone()).collect();
        assert_eq!(came, [first.clone(), message_id(&app).await]);
        assert_ne!(came[0], came[1], "a mail server would keep the second to itself");
    }

    async fn a_mail_that_is_refused_is_given_up(engine: Engine) {
        let mail = MailServer::start().await;
        let app = server(engine, &mail).await;
        let boss = Staff::hire(&app, "Boss", "supervisor").await;
        mail.answer(&["550 nobody here"]);
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        mail.wait_for_tries(1).await;
        all_is_told(&app).await;
        assert_eq!(mail.came().len(), 0);
    }

    async fn without_mail_the_outbox_does_not_fill_up(app: TestApp) {
        let boss = Staff::hire(&app, "Boss", "supervisor").await;
        tell(&app, &boss, Occasion::Alert, Uuid::now_v7()).await;
        all_is_told(&app).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_tells_nothing_of_whom_a_mail_is_for() {
    let mail = MailServer::start().await;
    let url = mail.url().replace("smtp://", "smtp://postbote:hunter2@");
    let server = Process::start(&[
        ("GYEOT_SMTP_URL", &url),
        ("GYEOT_MAIL_FROM", "desk@gyeot.example.kr"),
        ("GYEOT_LOG", "trace"),
    ]);
    let arguments = [
        "admin",
        "add",
        "--email",
        "mina@example.kr",
        "--name",
        "Minahwang",
        "--role",
        "supervisor",
        "--language",
        "ko",
    ];
    let id = server.run(&[&arguments[..], &["--password-stdin"]].concat(), PASSWORD);
    let account = AccountId::from_uuid(id.trim().parse().unwrap());
    let db = Db::connect(&Url::Sqlite(server.data().join("gyeot.db")), Purpose::Data).await.unwrap();
    mail.answer(&["550 <mina@example.kr> is unknown to us"]);
    for _ in 0..2 {
        let mut tx = db.write().await.unwrap();
        let now = Clock::system().now();
        notifications::put(&mut tx, account, Occasion::Alert, Uuid::now_v7(), now).await.unwrap();
        tx.commit().await.unwrap();
        wait::until("an empty outbox", || async {
            let mut conn = db.read().await.unwrap();
            let (left,) = conn.query("SELECT COUNT(*) FROM delivery").fetch_one::<(i64,)>().await.unwrap();
            (left == 0).then_some(())
        })
        .await;
    }
    mail.wait(1).await;
    let log = server.log();
    assert!(log.contains("a notification was given up"), "{log}");
    for secret in ["mina@example.kr", "Minahwang", "hunter2"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    db.close().await;
}
