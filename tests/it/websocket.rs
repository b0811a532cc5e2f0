//! RFC 6455 on the wire, byte by byte, against an echo that shares the production upgrade and limits. The cases are
//! those of Autobahn's fuzzing client (its numbers in brackets), which itself needs a Python that is no longer shipped.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, extract::Request, response::IntoResponse, routing::get};
use gyeot::messaging::{
    protocol::CloseCode,
    socket::{Incoming, Wire, accept},
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

const CONTINUATION: u8 = 0;
const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;
const FIN: u8 = 0x80;
const CAP: usize = 64 * 1024;

async fn upgrade(mut request: Request) -> axum::response::Response {
    match accept(&mut request) {
        Ok((answer, upgrading)) => {
            tokio::spawn(async move {
                let Ok(stream) = upgrading.await else { return };
                echo(Wire::server(TokioIo::new(stream)).await).await;
            });
            answer
        }
        Err(error) => error.into_response(),
    }
}

async fn echo<S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin>(mut wire: Wire<S>) {
    loop {
        match wire.next().await {
            Incoming::Text(text) => {
                if wire.send([text]).await.is_err() {
                    return;
                }
            }
            Incoming::Alive => {
                if wire.flush().await.is_err() {
                    return;
                }
            }
            Incoming::Nothing => {}
            Incoming::Gone => return wire.finish().await,
            Incoming::Fault(code) => return wire.close(code).await,
        }
    }
}

async fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", get(upgrade))).await });
    address
}

/// A client that knows no rules.
struct Raw(TcpStream);

impl Raw {
    async fn shake_hands(server: SocketAddr, extra: &str) -> (Self, String) {
        let mut stream = TcpStream::connect(server).await.unwrap();
        let request = format!(
            "GET / HTTP/1.1\r\nHost: {server}\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{extra}\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(timeout(Duration::from_secs(10), stream.read_u8()).await.unwrap().unwrap());
        }
        (Self(stream), String::from_utf8(answer).unwrap().to_lowercase())
    }

    async fn open(server: SocketAddr) -> Self {
        let (raw, answer) = Self::shake_hands(server, "").await;
        assert!(answer.starts_with("http/1.1 101"), "{answer}");
        raw
    }

    /// Sends a masked frame.
    async fn send(&mut self, first: u8, payload: &[u8]) {
        self.try_send(first, payload).await.unwrap();
    }

    async fn try_send(&mut self, first: u8, payload: &[u8]) -> std::io::Result<()> {
        const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];
        let mut frame = vec![first];
        match payload.len() {
            length @ ..126 => frame.push(0x80 | u8::try_from(length).unwrap()),
            length @ 126..=0xffff => {
                frame.push(0x80 | 0x7e);
                frame.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
            length => {
                frame.push(0x80 | 0x7f);
                frame.extend((length as u64).to_be_bytes());
            }
        }
        frame.extend(MASK);
        frame.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        self.0.write_all(&frame).await
    }

    /// The next frame: its first byte and payload.
    async fn next(&mut self) -> (u8, Vec<u8>) {
        timeout(Duration::from_secs(10), async {
            let first = self.0.read_u8().await.unwrap();
            let length = match self.0.read_u8().await.unwrap() {
                126 => usize::from(self.0.read_u16().await.unwrap()),
                127 => usize::try_from(self.0.read_u64().await.unwrap()).unwrap(),
                length => usize::from(length),
            };
            let mut payload = vec![0; length];
            self.0.read_exact(&mut payload).await.unwrap();
            (first, payload)
        })
        .await
        .expect("a frame in time")
    }

    /// Expects a close with this code, and then the end of the connection.
    async fn closed(&mut self, code: u16, case: &str) {
        let (first, payload) = self.next().await;
        assert_eq!(first, FIN | CLOSE, "{case}");
        assert_eq!(payload.get(..2), Some(code.to_be_bytes().as_slice()), "{case}: {payload:?}");
    }

    async fn echoes(&mut self, payload: &[u8], case: &str) {
        let (first, echoed) = self.next().await;
        assert_eq!(first, FIN | TEXT, "{case}");
        assert!(echoed == payload, "{case}: {} bytes came back", echoed.len());
    }
}

#[tokio::test]
async fn texts_of_every_length_up_to_the_cap_come_back_whole() {
    let mut raw = Raw::open(server().await).await;
    for length in [0, 1, 125, 126, 127, 128, 4095, 4096, 65_535, CAP] {
        let text = vec![b'*'; length];
        raw.send(FIN | TEXT, &text).await;
        raw.echoes(&text, &format!("[1.1] {length}")).await;
    }
    for text in ["곁에 있을게요", "κόσμε", "\u{10ffff}\u{0}", "👩‍👩‍👧"] {
        raw.send(FIN | TEXT, text.as_bytes()).await;
        raw.echoes(text.as_bytes(), "[6.2]").await;
    }
}

#[tokio::test]
async fn a_frame_over_the_cap_closes_with_1009_even_while_it_is_being_sent() {
    let server = server().await;
    let mut raw = Raw::open(server).await;
    raw.send(FIN | TEXT, &vec![b'x'; CAP + 1]).await;
    raw.closed(1009, "one byte too many").await;
    let mut raw = Raw::open(server).await;
    raw.send(TEXT, &vec![b'x'; CAP]).await;
    raw.send(FIN | CONTINUATION, b"x").await;
    raw.closed(1009, "too many over several frames").await;
    let mut raw = Raw::open(server).await;
    let _ = raw.try_send(FIN | TEXT, &vec![b'x'; 600 * 1024]).await;
    raw.closed(1009, "far too many").await;
}

#[tokio::test]
async fn pings_are_answered_also_between_the_parts_of_a_message() {
    let mut raw = Raw::open(server().await).await;
    for payload in [&b""[..], b"hello", &[0, 255, 254, 253], &[254; 125]] {
        raw.send(FIN | PING, payload).await;
        assert_eq!(raw.next().await, (FIN | PONG, payload.to_vec()), "[2.1-2.4]");
    }
    raw.send(FIN | PONG, b"unasked").await;
    raw.send(TEXT, "나".as_bytes()).await;
    raw.send(FIN | PING, b"in between").await;
    raw.send(CONTINUATION, b"").await;
    raw.send(FIN | CONTINUATION, b"!").await;
    assert_eq!(raw.next().await, (FIN | PONG, b"in between".to_vec()), "[5.6]");
    raw.echoes("나!".as_bytes(), "[5.6]").await;
}

#[tokio::test]
async fn text_split_in_the_middle_of_a_character_is_put_together() {
    let mut raw = Raw::open(server().await).await;
    let text = "곁".as_bytes();
    raw.send(TEXT, &text[..1]).await;
    raw.send(CONTINUATION, &text[1..2]).await;
    raw.send(FIN | CONTINUATION, &text[2..]).await;
    raw.echoes(text, "[6.2.3]").await;
}

#[tokio::test]
async fn a_broken_protocol_closes_with_1002() {
    let server = server().await;
    let long = [b'p'; 126];
    let cases: [(&str, u8, &[u8]); 17] = [
        ("[2.5] a ping over 125 bytes", FIN | PING, &long),
        ("[3.1] RSV3", FIN | TEXT | 0x10, b"x"),
        ("[3.2] RSV2", FIN | TEXT | 0x20, b"x"),
        ("[3.3] RSV1: deflate was not agreed on", FIN | TEXT | 0x40, b"x"),
        ("[3.4] all of them", FIN | TEXT | 0x70, b"x"),
        ("[4.1] opcode 3", FIN | 0x3, b""),
        ("[4.1] opcode 7", FIN | 0x7, b"x"),
        ("[4.2] opcode 11", FIN | 0xb, b""),
        ("[4.2] opcode 15", FIN | 0xf, b"x"),
        ("[5.1] a ping in parts", PING, b"x"),
        ("[5.9] a continuation of nothing", FIN | CONTINUATION, b"x"),
        ("[7.3.2] a close of one byte", FIN | CLOSE, b"x"),
        ("[7.9] close 0", FIN | CLOSE, &[0, 0]),
        ("[7.9] close 999", FIN | CLOSE, &[0x03, 0xe7]),
        ("[7.9] close 1005", FIN | CLOSE, &[0x03, 0xed]),
        ("[7.9] close 1016", FIN | CLOSE, &[0x03, 0xf8]),
        ("[7.9] close 2999", FIN | CLOSE, &[0x0b, 0xb7]),
    ];
    for (case, first, payload) in cases {
        let mut raw = Raw::open(server).await;
        raw.send(first, payload).await;
        raw.closed(1002, case).await;
    }
    let mut raw = Raw::open(server).await;
    raw.send(TEXT, b"begun").await;
    raw.send(FIN | TEXT, b"again").await;
    raw.closed(1002, "[5.18] a new message inside another").await;
    let mut raw = Raw::open(server).await;
    raw.0.write_all(&[FIN | TEXT, 1, b'x']).await.unwrap();
    raw.closed(1002, "a frame without a mask").await;
}

#[tokio::test]
async fn text_that_is_no_utf8_closes_with_1007() {
    let server = server().await;
    let whole: [&[u8]; 5] = [b"\xff", b"a\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf"];
    for text in whole {
        let mut raw = Raw::open(server).await;
        raw.send(FIN | TEXT, text).await;
        raw.closed(1007, &format!("[6.3-6.21] {text:x?}")).await;
    }
    let mut raw = Raw::open(server).await;
    raw.send(TEXT, b"ok").await;
    raw.send(FIN | CONTINUATION, b"\xce").await;
    raw.closed(1007, "[6.4] cut off at the end").await;
}

#[tokio::test]
async fn a_binary_frame_closes_with_1003() {
    let mut raw = Raw::open(server().await).await;
    raw.send(FIN | BINARY, b"\x00").await;
    raw.closed(CloseCode::Unsupported as u16, "binary").await;
}

#[tokio::test]
async fn a_close_is_answered_with_its_own_code() {
    let server = server().await;
    for code in [1000_u16, 1001, 1003, 1007, 1011, 3000, 3999, 4000, 4999] {
        let mut raw = Raw::open(server).await;
        let mut payload = code.to_be_bytes().to_vec();
        payload.extend("그만".as_bytes());
        raw.send(FIN | CLOSE, &payload).await;
        raw.closed(code, "[7.7]").await;
    }
    let mut raw = Raw::open(server).await;
    raw.send(FIN | CLOSE, b"").await;
    assert_eq!(raw.next().await.0, FIN | CLOSE, "[7.3.1] without a code");
}

#[tokio::test]
async fn deflate_is_never_agreed_on_and_subprotocols_only_by_name() {
    let server = server().await;
    let (_, answer) = Raw::shake_hands(server, "Sec-WebSocket-Extensions: permessage-deflate\r\n").await;
    assert!(answer.starts_with("http/1.1 101") && !answer.contains("extensions"), "{answer}");
    let (_, answer) = Raw::shake_hands(server, "Sec-WebSocket-Protocol: other, gyeot.v1\r\n").await;
    assert!(answer.contains("sec-websocket-protocol: gyeot.v1\r\n"), "{answer}");
    let (_, answer) = Raw::shake_hands(server, "Sec-WebSocket-Protocol: gyeot.v2\r\n").await;
    assert!(answer.starts_with("http/1.1 400"), "{answer}");
    let (_, answer) = Raw::shake_hands(server, "").await;
    assert!(answer.starts_with("http/1.1 101") && !answer.contains("sec-websocket-protocol"), "{answer}");
}
