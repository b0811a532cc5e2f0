//! The client's end of a socket, framed by hand: the generator shares its cores with the server, and one buffer in and
//! one out is a fraction of what a general library costs a frame. The handshake is tungstenite's.

use std::{io, ops::Range};

use tokio::{io::Interest, net::TcpStream};

/// How much is read at a time.
const READ: usize = 4096;

/// A socket after its handshake.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    inbox: Vec<u8>,
    /// How far the inbox was looked at.
    seen: usize,
    outbox: Vec<u8>,
    mask: [u8; 4],
}

/// What came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// A text frame; [`Wire::text`] has it.
    Text(Range<usize>),
    /// The end, with its code.
    Close(u16),
}

impl Wire {
    pub fn new(stream: TcpStream) -> Self {
        Self { stream, inbox: Vec::new(), seen: 0, outbox: Vec::new(), mask: rand::random() }
    }

    /// Puts a text frame where it is written by the next [`Wire::flush`].
    pub fn say(&mut self, text: &[u8]) {
        self.frame(1, text);
    }

    /// As every client's frames, masked.
    fn frame(&mut self, opcode: u8, payload: &[u8]) {
        self.outbox.push(0x80 | opcode);
        let length = payload.len();
        match (u8::try_from(length), u16::try_from(length)) {
            (Ok(length @ 0..126), _) => self.outbox.push(0x80 | length),
            (_, Ok(length)) => {
                self.outbox.push(0x80 | 0x7e);
                self.outbox.extend_from_slice(&length.to_be_bytes());
            }
            _ => {
                self.outbox.push(0x80 | 0x7f);
                self.outbox.extend_from_slice(&(length as u64).to_be_bytes());
            }
        }
        self.outbox.extend_from_slice(&self.mask);
        let start = self.outbox.len();
        self.outbox.extend_from_slice(payload);
        for chunk in self.outbox[start..].chunks_mut(4) {
            for (byte, mask) in chunk.iter_mut().zip(self.mask) {
                *byte ^= mask;
            }
        }
    }

    /// Writes as much as the kernel takes.
    ///
    /// # Errors
    /// When the connection is gone.
    pub fn flush(&mut self) -> io::Result<()> {
        let mut written = 0;
        while written < self.outbox.len() {
            match self.stream.try_write(&self.outbox[written..]) {
                Ok(count) => written += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        self.outbox.drain(..written);
        Ok(())
    }

    /// Waits until there is something to read, or room to write what waits, and does both. Safe to cancel.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn turn(&mut self) -> io::Result<()> {
        let interest =
            if self.outbox.is_empty() { Interest::READABLE } else { Interest::READABLE.add(Interest::WRITABLE) };
        let ready = self.stream.ready(interest).await?;
        if ready.is_writable() {
            self.flush()?;
        }
        if ready.is_readable() {
            self.inbox.reserve(READ);
            match self.stream.try_read_buf(&mut self.inbox) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The next whole frame of what was read. Pings are answered on the way.
    ///
    /// # Errors
    /// When it is none that a server may send.
    pub fn next(&mut self) -> io::Result<Option<Came>> {
        loop {
            let Some((opcode, payload)) = head(&self.inbox, self.seen)? else {
                // What was seen makes room, in one move a read.
                self.inbox.drain(..self.seen);
                self.seen = 0;
                return Ok(None);
            };
            self.seen = payload.end;
            match opcode {
                0x1 => return Ok(Some(Came::Text(payload))),
                0x8 => {
                    let code = self.inbox[payload].first_chunk().map_or(1005, |code| u16::from_be_bytes(*code));
                    return Ok(Some(Came::Close(code)));
                }
                0x9 => {
                    let echo = self.inbox[payload].to_vec();
                    self.frame(0xA, &echo);
                    self.flush()?;
                }
                0xA => {}
                _ => return Err(io::Error::other("a frame of a kind that the server never sends")),
            }
        }
    }

    /// The text of a frame that [`Wire::next`] found last.
    pub fn text(&self, range: Range<usize>) -> &[u8] {
        &self.inbox[range]
    }
}

/// Opcode and place of the payload, once it is all there.
fn head(bytes: &[u8], at: usize) -> io::Result<Option<(u8, Range<usize>)>> {
    let Some(&[first, second]) = bytes.get(at..).and_then(<[u8]>::first_chunk) else { return Ok(None) };
    if first & 0xF0 != 0x80 || second & 0x80 != 0 {
        return Err(io::Error::other("a fragment, or a masked frame: this server sends neither"));
    }
    let rest = &bytes[at + 2..];
    let (length, size) = match second {
        126 => (rest.first_chunk().map(|length| u64::from(u16::from_be_bytes(*length))), 2),
        127 => (rest.first_chunk().map(|length| u64::from_be_bytes(*length)), 8),
        short => (Some(u64::from(short)), 0),
    };
    let Some(length) = length else { return Ok(None) };
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let start = at + 2 + size;
    let end = start.checked_add(length).ok_or_else(|| io::Error::other("a frame without end"))?;
    Ok((end <= bytes.len()).then_some((first & 0xF, start..end)))
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn a_frame_is_found_once_it_is_whole() {
        let mut frame = vec![0x81, 126, 0x01, 0x00];
        frame.extend([b'x'; 256]);
        for cut in 0..frame.len() {
            assert_eq!(head(&frame[..cut], 0).unwrap(), None, "{cut} bytes");
        }
        assert_eq!(head(&frame, 0).unwrap(), Some((1, 4..260)));
        assert_eq!(head(&[0x89, 0x00], 0).unwrap(), Some((9, 2..2)));
        // A fragment, and a masked frame.
        assert!(head(&[0x01, 0x00], 0).is_err());
        assert!(head(&[0x81, 0x80, 0, 0, 0, 0], 0).is_err());
    }

    #[tokio::test]
    async fn both_ends_understand_each_other() {
        use futures_util::{SinkExt, StreamExt};
        use tokio_tungstenite::{
            WebSocketStream,
            tungstenite::{Message, protocol::Role},
        };

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (client, accepted) = tokio::join!(TcpStream::connect(listener.local_addr().unwrap()), listener.accept());
        let mut server = WebSocketStream::from_raw_socket(accepted.unwrap().0, Role::Server, None).await;
        let mut wire = Wire::new(client.unwrap());
        for length in [1, 125, 126, 65_535, 65_536] {
            let text = "가".repeat(length);
            wire.say(text.as_bytes());
            let echo = async {
                let Some(Ok(Message::Text(heard))) = server.next().await else { panic!("a text frame") };
                server.send(Message::Ping("x".into())).await.unwrap();
                server.send(Message::Text(heard)).await.unwrap();
            };
            let answer = async {
                loop {
                    wire.turn().await.unwrap();
                    if let Some(Came::Text(range)) = wire.next().unwrap() {
                        return wire.text(range) == text.as_bytes();
                    }
                }
            };
            let (same, ()) = tokio::join!(answer, echo);
            assert!(same, "{length}");
            assert_eq!(server.next().await.unwrap().unwrap(), Message::Pong("x".into()));
        }
        server.close(None).await.unwrap();
        wire.turn().await.unwrap();
        assert!(matches!(wire.next().unwrap(), Some(Came::Close(1005 | 1000))));
    }
}
