use std::time::Duration;

use chrono::{DateTime, Utc};
use gyeot::{accounts::admin, platform::Clock};
use serde_json::{Value, json};
use totp_rs::{Algorithm, Builder};

use super::people::{EMAIL, add, try_sign_in};
use crate::{
    both_engines,
    support::{app::TestApp, builders::PASSWORD, client::Client},
};

/// An authenticator, fed with what the server showed.
struct Authenticator(Vec<u8>);

impl Authenticator {
    fn new(offer: &Value) -> Self {
        let secret = offer["secret"].as_str().unwrap();
        assert_eq!(
            offer["uri"],
            format!(
                "otpauth://totp/Gyeot:mina@example.kr?secret={secret}&issuer=Gyeot&algorithm=SHA1&digits=6&period=30"
            )
        );
        assert!(offer["qr_svg"].as_str().unwrap().contains("<svg"));
        Self(data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap())
    }

    fn code(&self, at: DateTime<Utc>) -> String {
        let secret: [u8; 20] = self.0.clone().try_into().unwrap();
        let totp = Builder::new().with_algorithm(Algorithm::SHA1).with_secret(secret).build().unwrap();
        totp.generate(u64::try_from(at.timestamp()).unwrap()).to_string()
    }
}

async fn strict(engine: gyeot::platform::db::Engine) -> TestApp {
    TestApp::with(engine, |settings| {
        settings.config.require_second_factor = true;
        settings.clock = Clock::manual(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
    })
    .await
}

/// Signs in for the first time and enrols; the browser, the authenticator and the recovery codes.
async fn enrolled(app: &TestApp) -> (Client, Authenticator, Vec<String>) {
    add(app, EMAIL, "counsellor").await;
    let client = app.anyone();
    assert_eq!(try_sign_in(&client, EMAIL, PASSWORD, None).await.expect(200)["second_factor"], "enrol");
    let authenticator = Authenticator::new(&client.get("/session/second-factor").await.expect(200));
    let code = authenticator.code(app.clock.now());
    let given = client.post("/session/second-factor", json!({"code": code})).await.expect(200);
    let codes = given["recovery_codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().into()).collect();
    (client, authenticator, codes)
}

both_engines! {
    async fn who_must_enrol_can_do_nothing_else(engine: gyeot::platform::db::Engine) {
        let app = strict(engine).await;
        add(&app, EMAIL, "counsellor").await;
        let client = app.anyone();
        try_sign_in(&client, EMAIL, PASSWORD, None).await.expect(200);
        assert_eq!(client.get("/session").await.expect(200)["second_factor"], "enrol");
        let cookie = http::HeaderValue::from_str(&client.cookie().unwrap()).unwrap();
        let headers = http::HeaderMap::from_iter([(http::header::COOKIE, cookie)]);
        let socket = gyeot::accounts::authenticate(&app, &headers).await;
        assert_eq!(socket.unwrap_err().code(), "unauthenticated", "nor have a socket");
        let change = json!({"current": PASSWORD, "new": "five quiet herons at dusk"});
        client.put("/session/password", change).await.problem(401, "unauthenticated");
        let offer = client.get("/session/second-factor").await.expect(200);
        assert_eq!(client.get("/session/second-factor").await.expect(200), offer, "a reload shows the same secret");
        let wrong = client.post("/session/second-factor", json!({"code": "000000"})).await.problem(422, "invalid");
        assert_eq!(wrong["field"], "code");
        assert_eq!(client.get("/session").await.expect(200)["second_factor"], "enrol");
        client.delete("/session").await.expect(204);
    }

    async fn enrolling_makes_the_session_whole_and_gives_ten_recovery_codes(engine: gyeot::platform::db::Engine) {
        let app = strict(engine).await;
        add(&app, EMAIL, "counsellor").await;
        let elsewhere = app.anyone();
        try_sign_in(&elsewhere, EMAIL, PASSWORD, None).await.expect(200);
        let client = app.anyone();
        try_sign_in(&client, EMAIL, PASSWORD, None).await.expect(200);
        let authenticator = Authenticator::new(&client.get("/session/second-factor").await.expect(200));
        let code = authenticator.code(app.clock.now());
        let codes = client.post("/session/second-factor", json!({"code": code})).await.expect(200);
        assert_eq!(codes["recovery_codes"].as_array().unwrap().len(), 10);
        assert_eq!(client.get("/session").await.expect(200)["second_factor"], "on");
        elsewhere.get("/session").await.problem(401, "unauthenticated");
        client.get("/session/second-factor").await.problem(409, "conflict");
        client.post("/session/second-factor", json!({"code": code})).await.problem(409, "conflict");
        // The code that confirmed the enrolment was used by it.
        try_sign_in(&app.anyone(), EMAIL, PASSWORD, Some(&code)).await.problem(401, "unauthenticated");
    }

    async fn a_sign_in_needs_password_and_code(engine: gyeot::platform::db::Engine) {
        let app = strict(engine).await;
        let (_, authenticator, _) = enrolled(&app).await;
        app.clock.advance(Duration::from_secs(30));
        let missing = try_sign_in(&app.anyone(), EMAIL, PASSWORD, None).await.problem(401, "unauthenticated");
        assert_eq!(missing["second_factor"], "required");
        let wrong = try_sign_in(&app.anyone(), EMAIL, PASSWORD, Some("000000")).await.problem(401, "unauthenticated");
        assert_eq!(wrong["second_factor"], "required");
        let code = authenticator.code(app.clock.now());
        let guess = try_sign_in(&app.anyone(), EMAIL, "some other herons at dawn", Some(&code)).await;
        assert_eq!(guess.problem(401, "unauthenticated").get("second_factor"), None, "says nothing of the code");
        let view = try_sign_in(&app.anyone(), EMAIL, PASSWORD, Some(&code)).await.expect(200);
        assert_eq!(view["second_factor"], "on");
    }

    async fn a_code_is_good_once_even_for_two_at_once(engine: gyeot::platform::db::Engine) {
        let app = strict(engine).await;
        let (_, authenticator, _) = enrolled(&app).await;
        app.clock.advance(Duration::from_secs(30));
        let code = authenticator.code(app.clock.now());
        let (one, other) = (app.anyone(), app.anyone());
        let (one, other) = tokio::join!(
            try_sign_in(&one, EMAIL, PASSWORD, Some(&code)),
            try_sign_in(&other, EMAIL, PASSWORD, Some(&code)),
        );
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401]);
        app.clock.advance(Duration::from_secs(30));
        let earlier = authenticator.code(app.clock.now() - Duration::from_secs(30));
        try_sign_in(&app.anyone(), EMAIL, PASSWORD, Some(&earlier)).await.problem(401, "unauthenticated");
        let later = authenticator.code(app.clock.now() + Duration::from_secs(30));
        try_sign_in(&app.anyone(), EMAIL, PASSWORD, Some(&later)).await.expect(200);
    }

    async fn two_nodes_take_a_code_once_between_them(engine: gyeot::platform::db::Engine) {
        if engine == gyeot::platform::db::Engine::Sqlite {
            return; // One node by nature.
        }
        let app = strict(engine).await;
        let (_, authenticator, _) = enrolled(&app).await;
        let at = app.clock.now() + Duration::from_secs(30);
        let second = TestApp::on(app.databases(), |settings| {
            settings.config.require_second_factor = true;
            settings.config.database_url = app.config.database_url.clone();
            settings.clock = Clock::manual(at);
        })
        .await;
        app.clock.advance(Duration::from_secs(30));
        let code = authenticator.code(at);
        let (one, other) = (app.anyone(), second.anyone());
        let (one, other) = tokio::join!(
            try_sign_in(&one, EMAIL, PASSWORD, Some(&code)),
            try_sign_in(&other, EMAIL, PASSWORD, Some(&code)),
        );
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401]);
    }

    async fn a_recovery_code_stands_in_once(engine: gyeot::platform::db::Engine) {
        let app = strict(engine).await;
        let (_, _, codes) = enrolled(&app).await;
        let typed = codes[3].to_uppercase().replace('-', " ");
        try_sign_in(&app.anyone(), EMAIL, PASSWORD, Some(&typed)).await.expect(200);
        try_sign_in(&app.anyone(), EMAIL, PASSWORD, Some(&codes[3])).await.problem(401, "unauthenticated");
        try_sign_in(&app.anyone(), EMAIL, PASSWORD, Some(&codes[4])).await.expect(200);
    }

    async fn guessing_codes_is_slowed_down_and_a_missing_code_forgives_nothing(engine: gyeot::platform::db::Engine) {
        let app = strict(engine).await;
        enrolled(&app).await;
        for _ in 0..5 {
            try_sign_in(&app.anyone(), EMAIL, PASSWORD, Some("000000")).await.problem(401, "unauthenticated");
            try_sign_in(&app.anyone(), EMAIL, PASSWORD, None).await;
        }
        try_sign_in(&app.anyone(), EMAIL, PASSWORD, Some("000000")).await.problem(429, "slow_down");
    }

    async fn who_lost_the_factor_has_it_taken_off_and_enrols_anew(engine: gyeot::platform::db::Engine) {
        let app = strict(engine).await;
        let (client, old, codes) = enrolled(&app).await;
        admin::reset_second_factor(&app.db, &app.vault, &app.clock, EMAIL).await.unwrap();
        client.get("/session").await.problem(401, "unauthenticated");
        let again = app.anyone();
        assert_eq!(try_sign_in(&again, EMAIL, PASSWORD, None).await.expect(200)["second_factor"], "enrol");
        let new = Authenticator::new(&again.get("/session/second-factor").await.expect(200));
        assert_ne!(new.0, old.0);
        let code = new.code(app.clock.now());
        again.post("/session/second-factor", json!({"code": code})).await.expect(200);
        try_sign_in(&app.anyone(), EMAIL, PASSWORD, Some(&codes[0])).await.problem(401, "unauthenticated");
    }

    async fn the_secret_lies_nowhere_in_the_data(engine: gyeot::platform::db::Engine) {
        let app = strict(engine).await;
        let (_, authenticator, codes) = enrolled(&app).await;
        let (sealed,) = app
            .db
            .read()
            .await
            .unwrap()
            .query("SELECT factor_secret FROM account")
            .fetch_one::<(Vec<u8>,)>()
            .await
            .unwrap();
        assert!(!sealed.windows(20).any(|window| window == authenticator.0));
        let kept = app.db.read().await.unwrap().query("SELECT hash FROM recovery_code").fetch_all::<(Vec<u8>,)>().await;
        let kept = kept.unwrap();
        assert_eq!(kept.len(), 10);
        assert!(codes.iter().all(|code| kept.iter().all(|(hash,)| hash != code.as_bytes())));
    }
}
