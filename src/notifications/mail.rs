//! Mail: that something waits, and where. Nothing else.

use std::{fmt, time::Duration};

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::extension::ClientId,
};
use url::Url;

use super::{
    deliver::Outcome,
    model::{Notice, words},
};
use crate::{
    accounts::Account,
    platform::{Error, Result, config::Mail},
};

/// For each step of a conversation with the mail server.
const PATIENCE: Duration = Duration::from_secs(10);
/// For the whole of it: less than a delivery is ours.
const WITHIN: Duration = Duration::from_secs(30);

/// Hands mails to the server that the settings name.
pub(super) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Our own host, as the mail server is told it.
    host: String,
    link: String,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer")
    }
}

impl Mailer {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// [`Error::Unavailable`] in plain words when this machine's authorities cannot be read.
    pub(super) fn new(settings: &Mail, public_url: &Url) -> Result<Self> {
        let mut url = settings.smtp.clone();
        if url.scheme() == "smtp" && !settings.stays_here() {
            url.set_query(Some("tls=required"));
        }
        // Without the error's text, which may repeat the URL.
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())
            .map_err(|_| Error::Unavailable("GYEOT_SMTP_URL: no TLS for mail could be set up".into()))?;
        let host = public_url.host_str().unwrap_or("localhost").to_owned();
        let link = public_url.join("/desk").map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Self {
            transport: transport.hello_name(ClientId::Domain(host.clone())).timeout(Some(PATIENCE)).build(),
            from: settings.from.clone(),
            host,
            link: link.into(),
        })
    }

    /// Mails that something waits.
    pub(super) async fn send(&self, to: &Account, notice: &Notice) -> Outcome {
        let Ok(to_address) = to.email.parse::<Address>() else {
            return Outcome::Never("the account's address takes no mail");
        };
        let Ok(message) = self.message(to_address, to, notice) else {
            return Outcome::Never("no mail could be written");
        };
        // What went wrong in detail may name the one it was for.
        match tokio::time::timeout(WITHIN, self.transport.send(message)).await {
            Ok(Ok(_)) => Outcome::Delivered,
            Ok(Err(error)) if error.is_permanent() => Outcome::Never("the mail server refused it"),
            Ok(Err(error)) if error.is_transient() => Outcome::Later { why: "the mail server put it off", after: None },
            Ok(Err(error)) if error.is_tls() => Outcome::Later { why: "no TLS with the mail server", after: None },
            Ok(Err(_)) => Outcome::Later { why: "the mail server did not answer", after: None },
            Err(_) => Outcome::Later { why: "the mail server was too slow", after: None },
        }
    }

    fn message(&self, address: Address, to: &Account, notice: &Notice) -> Result<Message, lettre::error::Error> {
        let words = to.languages.first().map_or_else(|| words(crate::accounts::Language::Ko), |first| words(*first));
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address))
            // The same at every try, so that a mail that was sent twice can be seen as one; another each time that it
            // rings anew, or a mail server would keep every ring but the first to itself.
            .message_id(Some(format!("<{}.{}@{}>", notice.id, notice.at.timestamp_micros(), self.host)))
            .raw_header(automatic)
            .subject(words)
            .header(ContentType::TEXT_PLAIN)
            .body(format!("{words}\r\n\r\n{}", self.link))
    }
}
