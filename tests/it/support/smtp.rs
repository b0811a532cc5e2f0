//! A mail server on loopback that keeps what it is given.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use data_encoding::BASE64;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use super::wait;

/// A mail.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Whom it is for, as the envelope says.
    pub to: String,
    /// Its head and body, as they came.
    pub raw: String,
}

impl Letter {
    /// A header's text, put together and decoded.
    pub fn header(&self, name: &str) -> String {
        let head = self.raw.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let value = head.split("\r\n").find_map(|line| line.strip_prefix(&format!("{name}: ")));
        let value = value.unwrap_or_else(|| panic!("no {name} in {head}"));
        if !value.contains("=?utf-8?b?") {
            return value.to_owned();
        }
        value
            .split(' ')
            .map(|word| match word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?=")) {
                Some(word) => String::from_utf8(BASE64.decode(word.as_bytes()).unwrap()).unwrap(),
                None => format!("{word} "),
            })
            .collect()
    }

    /// Its text, decoded, without the end of its last line: encodings differ in whether it is part of it.
    pub fn text(&self) -> String {
        let body = self.raw.trim_end().split_once("\r\n\r\n").unwrap().1;
        match &*self.header("Content-Transfer-Encoding") {
            "7bit" => body.to_owned(),
            "base64" => {
                let whole: String = body.split_whitespace().collect();
                String::from_utf8(BASE64.decode(whole.as_bytes()).unwrap()).unwrap()
            }
            other => panic!("an encoding that this server does not know: {other}"),
        }
    }
}

#[derive(Default)]
struct Desk {
    came: Vec<Letter>,
    /// What the next recipients are answered.
    replies: VecDeque<&'static str>,
    tried: usize,
}

/// The server. It ends when it is dropped.
pub struct MailServer {
    address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
    serving: JoinHandle<()>,
}

impl MailServer {
    /// Starts one that takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::<Mutex<Desk>>::default();
        let shared = desk.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, shared.clone()));
            }
        });
        Self { address, desk, serving }
    }

    /// What the server is given as `GYEOT_SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Answers the next recipients in this way.
    pub fn answer(&self, replies: &[&'static str]) {
        self.desk.lock().unwrap().replies.extend(replies);
    }

    /// All mails that came.
    pub fn came(&self) -> Vec<Letter> {
        self.desk.lock().unwrap().came.clone()
    }

    /// Waits until so many came, and gives the last.
    pub async fn wait(&self, count: usize) -> Letter {
        wait::until_true("a mail", || self.came().len() >= count).await;
        let came = self.came();
        assert_eq!(came.len(), count, "more mails than were waited for: {came:?}");
        came.last().unwrap().clone()
    }

    /// Waits until so many recipients were named, refused ones too.
    pub async fn wait_for_tries(&self, count: usize) {
        wait::until_true("a try", || self.desk.lock().unwrap().tried >= count).await;
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn talk(stream: TcpStream, desk: Arc<Mutex<Desk>>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut to = String::new();
    stream.write_all(b"220 mail.test\r\n").await.ok()?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let verb = line.trim_end().split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let reply = match &*verb {
            "EHLO" => "250-mail.test\r\n250 AUTH PLAIN",
            "AUTH" => "235 welcome",
            "MAIL" | "RSET" | "NOOP" => "250 ok",
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                let mut desk = desk.lock().unwrap();
                desk.tried += 1;
                desk.replies.pop_front().unwrap_or("250 ok")
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.ok()?;
                let raw = message(&mut stream).await?;
                desk.lock().unwrap().came.push(Letter { to: to.clone(), raw });
                "250 taken"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await.ok()?;
                return None;
            }
            _ => "502 what?",
        };
        stream.write_all(format!("{reply}\r\n").as_bytes()).await.ok()?;
    }
}

async fn message(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut whole = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(whole);
        }
        whole.push_str(&line);
    }
}
