//! Origins and roles: who may not give commands at all.

use serde_json::json;

use super::people::{command, counsellor, desk, staff, talk};
use crate::{both_engines, support::app::TestApp};

both_engines! {
    async fn a_staff_command_needs_our_own_origin_to_the_letter(app: TestApp) {
        let mut talk = talk(&app).await;
        let ours = app.origin();
        let port = app.address().port();
        for origin in [
            None,
            Some("null".to_owned()),
            Some(format!("{ours}.evil.kr")),
            Some(format!("{ours}/")),
            Some(format!("https://127.0.0.1:{port}")),
            Some(format!("http://127.0.0.1:{}", port ^ 1)),
            Some("http://evil.kr".to_owned()),
        ] {
            talk.counsellor.client.origin = origin;
            command(&talk.counsellor, talk.conversation, "close").await.problem(403, "forbidden");
            talk.counsellor.client.put("/desk", json!({"state": "away", "capacity": 1})).await.problem(403, "forbidden");
            // Reading changes nothing and needs none.
            assert_eq!(desk(&talk.counsellor).await["state"], "available");
        }
        talk.counsellor.client.origin = Some(ours);
        command(&talk.counsellor, talk.conversation, "close").await.expect(200);
    }

    async fn other_roles_have_no_business_with_conversations(app: TestApp) {
        let talk = talk(&app).await;
        let council = staff(&app, "Council", "council", "ko").await;
        council.client.get("/conversations").await.problem(403, "forbidden");
        council.client.get("/desk").await.problem(403, "forbidden");
        for verb in ["open", "wrap-up", "close", "observe", "take-over"] {
            command(&council, talk.conversation, verb).await.problem(403, "forbidden");
        }
        crate::chat::people::transfer(&council, talk.conversation, "line").await.problem(403, "forbidden");
    }

    async fn a_sign_that_no_database_keeps_is_no_fault_of_ours(app: TestApp) {
        let nobody = app.anyone();
        for path in ["/embed?o=%00", "/?o=%00", "/embed?o=%ff", "/embed?o=abcd%00fgh", "/%00"] {
            let answer = nobody.page(path).await;
            assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
        }
        let solution = data_encoding::BASE64.encode(br#"{"algorithm":"SHA-256","challenge":"\u0000","number":1,"salt":"\u0000","signature":"\u0000"}"#);
        for (path, field, rest) in [
            ("/visits", "nickname", json!({"language": "ko"})),
            ("/visits", "topic", json!({"language": "ko"})),
            ("/visits", "first_message", json!({"language": "ko"})),
            ("/visits", "safe_now", json!({"language": "ko"})),
            ("/visits", "outreach_code", json!({"language": "ko"})),
            ("/visits", "challenge", json!({"language": "ko"})),
            ("/visits", "language", json!({})),
            ("/visits/return", "return_code", json!({})),
            ("/session", "email", json!({"password": "correct horse battery"})),
            ("/session", "password", json!({"email": "x@example.kr"})),
            ("/session", "code", json!({"email": "x@example.kr", "password": "correct horse battery"})),
            ("/password-reset", "token", json!({"password": "correct horse battery"})),
        ] {
            for text in ["\0", "a\0b", "\u{FFFF}", &solution] {
                let mut body = rest.clone();
                body[field] = json!(text);
                let answer = nobody.post(path, body).await;
                assert!(!answer.status.is_server_error(), "{path} {field} {text:?}: {}", answer.status);
            }
        }
        for query in ["/status?language=%00", "/challenge?x=%00"] {
            assert!(!nobody.get(query).await.status.is_server_error(), "{query}");
        }
        let mut socket = crate::support::socket::Socket::open(&nobody).await;
        socket.send(json!({"type": "hello", "ref": 1, "protocol": 1, "token": "\0"})).await;
        socket.error(1, "unauthenticated").await;
    }

    async fn signing_out_ends_the_sockets_of_that_session_only(app: TestApp) {
        let mina = counsellor(&app, "Mina").await;
        let again = crate::support::builders::Staff::sign_in(app.address(), &mina.email).await;
        let (mut one, _) = mina.connect().await;
        let (mut two, _) = mina.connect().await;
        let (mut other, _) = again.connect().await;
        let answer = mina.client.delete("/session").await;
        assert_eq!(answer.status, 204);
        one.closed(4401).await;
        two.closed(4401).await;
        other.settle().await;
        mina.client.get("/desk").await.problem(401, "unauthenticated");
    }
}
