//! The WebSocket itself: frames in, frames out, both with limits, and an orderly end.

use std::{io, time::Duration};

use futures_util::{SinkExt, StreamExt};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        self, Message, Utf8Bytes,
        error::CapacityError,
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode as Coding},
    },
};

use crate::messaging::protocol::{CloseCode, FRAME_CAP};

/// How long one write may take before its reader counts as stuck.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// How long the other side has to answer a close.
const CLOSE_WITHIN: Duration = Duration::from_secs(3);
/// How much of what the other side still sends is read and dropped after a close. Unread bytes would make the kernel
/// reset the connection, and the close code would never arrive.
const LINGER_CAP: usize = 1024 * 1024;
/// What may wait to be written: the largest frame that we send (a page of history) and some.
const WRITE_BUFFER: usize = 1280 * 1024;

/// A WebSocket over any stream.
#[derive(Debug)]
pub struct Wire<S> {
    stream: WebSocketStream<S>,
}

/// What came in.
#[derive(Debug)]
pub enum Incoming {
    /// A text frame.
    Text(Utf8Bytes),
    /// The other side is there: a WebSocket ping. (A pong says only that its network stack is.)
    Alive,
    /// Nothing that counts.
    Nothing,
    /// The other side closed, or the connection is gone.
    Gone,
    /// A fault that ends the socket with this code.
    Fault(CloseCode),
}

/// The limits of every socket. Measured: with tungstenite's default read buffer of 128 KiB a connection costs 137 KiB,
/// with these 9 KiB, at twice the throughput.
#[must_use]
pub fn limits() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(4096)
        .write_buffer_size(0)
        .max_write_buffer_size(WRITE_BUFFER)
        .max_message_size(Some(FRAME_CAP))
        .max_frame_size(Some(FRAME_CAP))
        .accept_unmasked_frames(false)
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    /// The server's end of an upgraded stream.
    pub async fn server(stream: S) -> Self {
        Self { stream: WebSocketStream::from_raw_socket(stream, Role::Server, Some(limits())).await }
    }

    /// The next thing that comes in. Safe to cancel.
    pub async fn next(&mut self) -> Incoming {
        match self.stream.next().await {
            Some(Ok(Message::Text(text))) => Incoming::Text(text),
            Some(Ok(Message::Ping(_))) => Incoming::Alive,
            Some(Ok(Message::Binary(_))) => Incoming::Fault(CloseCode::Unsupported),
            Some(Ok(Message::Pong(_) | Message::Frame(_))) => Incoming::Nothing,
            Some(Ok(Message::Close(_))) | None => Incoming::Gone,
            Some(Err(error)) => match error {
                tungstenite::Error::Capacity(CapacityError::MessageTooLong { .. }) => {
                    Incoming::Fault(CloseCode::TooLarge)
                }
                tungstenite::Error::Utf8(_) => Incoming::Fault(CloseCode::BadText),
                tungstenite::Error::Protocol(_) | tungstenite::Error::Capacity(_) => {
                    Incoming::Fault(CloseCode::Protocol)
                }
                _ => Incoming::Gone,
            },
        }
    }

    /// Writes frames and waits until the kernel has them.
    ///
    /// # Errors
    /// When the connection is gone, or its reader does not drain it in time.
    pub async fn send(&mut self, frames: impl IntoIterator<Item = Utf8Bytes>) -> io::Result<()> {
        let writing = async {
            for frame in frames {
                self.stream.feed(Message::Text(frame)).await?;
            }
            self.stream.flush().await
        };
        within(WRITE_WITHIN, writing).await
    }

    /// Says that we are there.
    ///
    /// # Errors
    /// As [`Wire::send`].
    pub async fn ping(&mut self) -> io::Result<()> {
        within(WRITE_WITHIN, self.stream.send(Message::Ping(Vec::new().into()))).await
    }

    /// Gives a pong that tungstenite has ready for a ping on its way.
    ///
    /// # Errors
    /// As [`Wire::send`].
    pub async fn flush(&mut self) -> io::Result<()> {
        within(WRITE_WITHIN, self.stream.flush()).await
    }

    /// Ends the socket with a code, and stays until the other side has had time to read it.
    pub async fn close(mut self, code: CloseCode) {
        let frame = CloseFrame { code: Coding::from(code as u16), reason: code.reason().into() };
        let _ = timeout(CLOSE_WITHIN, async {
            if self.stream.send(Message::Close(Some(frame))).await.is_err() {
                return;
            }
            let faulty =
                matches!(code, CloseCode::TooLarge | CloseCode::BadText | CloseCode::Protocol | CloseCode::Unsupported);
            if !faulty {
                // The other side answers the close, perhaps after frames that were on their way.
                while let Some(Ok(_)) = self.stream.next().await {}
                return;
            }
            // After a fault the frames no longer parse: read what still comes, as bytes.
            let stream = self.stream.get_mut();
            let _ = stream.shutdown().await;
            let (mut dropped, mut buffer) = (0, [0; 4096]);
            while let Ok(count @ 1..) = stream.read(&mut buffer).await {
                dropped += count;
                if dropped > LINGER_CAP {
                    return;
                }
            }
        })
        .await;
    }

    /// Answers the other side's close.
    pub async fn finish(mut self) {
        let _ = timeout(CLOSE_WITHIN, async { while let Some(Ok(_)) = self.stream.next().await {} }).await;
    }
}

async fn within(limit: Duration, writing: impl Future<Output = tungstenite::Result<()>>) -> io::Result<()> {
    match timeout(limit, writing).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(io::Error::other(error)),
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}
