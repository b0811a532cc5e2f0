//! `gyeot load`: many conversations at once against a running server, through its protocol alone, with every message
//! followed from its sending to its place in the history.

mod figures;
mod frame;
mod history;
mod idle;
mod machine;
mod people;
mod plan;
mod report;
mod staff;
mod talk;
mod wire;

use std::{
    io::{self, Write},
    path::PathBuf,
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use tokio::{
    sync::mpsc,
    time::{Instant, sleep, timeout},
};

use super::{Failure, client::Site};
use crate::platform::config::Flags;
use figures::Figures;
use history::{Found, compare};
use machine::Process;
use people::{CAPACITY, Counsellor, PATIENCE, Ready, Task};
use plan::Plan;
use report::{Cost, Report};
use staff::Staff;
use talk::{Line, Talker};

/// Files and sockets that this program needs besides those that it tests with.
const OTHER_FILES: u64 = 200;
/// How long nothing may come any more before the rest counts as lost.
const STALLED: Duration = Duration::from_secs(15);
/// How many histories are read back at the same time.
const READING: usize = 8;

/// How much load. Only for a server that nobody uses, with its limits off: `GYEOT_LIMIT_VISITS_PER_MINUTE`,
/// `GYEOT_LIMIT_FRAMES_PER_MINUTE` and `GYEOT_LIMIT_STAFF_FRAMES_PER_MINUTE` 0, `GYEOT_REQUIRE_SECOND_FACTOR` false,
/// `GYEOT_CHALLENGE` off.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many conversations at the same time.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    conversations: u64,
    /// Messages a second, from both sides and over all conversations.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    rate: u64,
    /// For how long.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: u64,
    /// For how long before that, without measuring.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(0..=3600))]
    warm_up: u64,
    /// How long a message is, in bytes.
    #[arg(long, default_value_t = 80, value_parser = clap::value_parser!(u16).range(16..=4000))]
    bytes: u16,
    /// How many counsellors share the conversations, at most 20 each [default: as few as can].
    #[arg(long)]
    counsellors: Option<usize>,
    /// Open so many sockets of visitors that only ping, instead, and tell what one costs the server.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=100_000), conflicts_with_all = ["conversations", "rate", "counsellors", "staff"])]
    idle: Option<u64>,
    /// The server.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: String,
    /// The origin that its pages have, where that is not its address.
    #[arg(long)]
    origin: Option<String>,
    /// Who signs in: a CSV file with the columns email, password [default: throw-away accounts in its database, if
    /// that is on this machine].
    #[arg(long, value_name = "FILE")]
    staff: Option<PathBuf>,
    /// The server's process [default: whichever listens at its address on this machine].
    #[arg(long)]
    pid: Option<u32>,
    /// How many threads the generator runs on.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    threads: u16,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    flags: Flags,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let site = Site::parse(&args.url, args.origin.as_deref())?;
    let runtime = match usize::from(args.threads) {
        1 => tokio::runtime::Builder::new_current_thread().enable_all().build()?,
        threads => tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?,
    };
    runtime.block_on(async {
        let server = find_server(&args, &site).await?;
        people::alone(&site).await?;
        if let Some(count) = args.idle {
            enough_files(count, server)?;
            let count = usize::try_from(count).map_err(io::Error::other)?;
            let report = idle::run(&args, &site, count, server).await?;
            print(args.json, &report, &report)?;
            return clean(report.troubles.is_empty());
        }
        let report = converse(args, &site, server).await?;
        print(report.0, &report.1, &report.1)?;
        clean(report.1.is_clean())
    })
}

/// The exit code tells it too.
fn clean(clean: bool) -> Result<(), Failure> {
    if clean { Ok(()) } else { Err(Failure::Found("not all went well, see above".into())) }
}

fn print(json: bool, machine: &impl serde::Serialize, people: &impl std::fmt::Display) -> Result<(), Failure> {
    let mut out = io::stdout();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(machine).map_err(io::Error::from)?)?;
    } else {
        write!(out, "{people}")?;
    }
    Ok(())
}

async fn find_server(args: &Args, site: &Site) -> Result<Option<Process>, Failure> {
    if let Some(pid) = args.pid {
        let process = Process::with_id(pid);
        return process.map(Some).ok_or_else(|| Failure::Found(format!("--pid {pid}: no such process here")));
    }
    let mut addresses = tokio::net::lookup_host(&site.authority)
        .await
        .map_err(|error| Failure::Found(format!("{}: {error}", site.authority)))?;
    Ok(addresses.find_map(Process::listening))
}

/// A limit that is too low shows as connections that fail half-way; here it shows at once.
fn enough_files(sockets: u64, server: Option<Process>) -> Result<(), Failure> {
    let needed = sockets + OTHER_FILES;
    for (whose, process) in [("this program", Process::this()), ("the server", server)] {
        if let Some(limit) = process.and_then(Process::open_files)
            && limit < needed
        {
            return Err(Failure::Found(format!(
                "{whose} may have {limit} files open, and {needed} are needed: start it after `ulimit -n {needed}`"
            )));
        }
    }
    Ok(())
}

async fn converse(args: Args, site: &Site, server: Option<Process>) -> Result<(bool, Report), Failure> {
    let needed = usize::try_from(args.conversations).map_err(io::Error::other)?.div_ceil(CAPACITY);
    let counsellors = args.counsellors.unwrap_or(needed);
    if counsellors < needed {
        return Err(Failure::Found(format!(
            "--counsellors {counsellors}: {} conversations need at least {needed}, with {CAPACITY} each",
            args.conversations
        )));
    }
    enough_files(args.conversations + 2 * counsellors as u64, server)?;
    let plan = Arc::new(Plan {
        run: rand::random(),
        conversations: args.conversations,
        rate: args.rate,
        messages: args.rate * (args.warm_up + args.seconds),
        warm_up: args.rate * args.warm_up,
        bytes: args.bytes.into(),
    });
    let staff = Staff::find(args.staff.as_ref(), args.flags, counsellors).await?;
    let figures = Arc::new(Figures::new());
    let outcome = talk(site, &plan, &figures, &staff, server).await;
    let swept = staff.sweep().await;
    let (read_back, found, cost) = outcome?;
    swept?;
    let last = f64::from(u32::try_from(figures.last_stored.load(Relaxed) / 1000).unwrap_or(u32::MAX)) / 1000.0;
    let stored = figures.stored.load(Relaxed);
    let report = Report {
        conversations: args.conversations,
        counsellors,
        seconds: args.seconds,
        wanted_rate: args.rate,
        message_bytes: args.bytes.into(),
        sent: figures.sent.load(Relaxed),
        stored,
        delivered: figures.delivered.load(Relaxed),
        achieved_rate: if last > 0.0 { f64::from(u32::try_from(stored).unwrap_or(u32::MAX)) / last } else { 0.0 },
        send_to_stored: figures.to_stored.latency(),
        send_to_delivered: figures.to_delivered.latency(),
        server: cost,
        generator_cpu_seconds: Process::this().and_then(Process::cpu_seconds),
        read_back,
        doubled: figures.doubled.load(Relaxed),
        disordered: figures.disordered.load(Relaxed),
        phantoms: figures.phantoms.load(Relaxed),
        history: found,
        troubles: figures.troubles(),
    };
    Ok((args.json, report))
}

type Outcome = (u64, Found, Option<Cost>);

async fn talk(
    site: &Site,
    plan: &Arc<Plan>,
    figures: &Arc<Figures>,
    staff: &Staff,
    server: Option<Process>,
) -> Result<Outcome, Failure> {
    let (hearing, heard) = mpsc::channel(64);
    let seats = tokio::spawn(people::seats(heard, plan.conversations));
    let mut counsellors = Vec::new();
    for (number, who) in staff.people().iter().enumerate() {
        let hearing = (number, hearing.clone());
        counsellors.push(Counsellor::arrive(site, who, (plan, figures), hearing).await?);
    }
    drop(hearing);
    eprintln!("{} counsellors sit at their desks", counsellors.len());
    let visitors = people::visitors(site, plan, figures).await?;
    let seats = timeout(PATIENCE, seats)
        .await
        .map_err(|_| Failure::Found("after 30 s, not all visitors had been brought to a counsellor".into()))?
        .map_err(|error| Failure::Found(error.to_string()))??;
    eprintln!("{} conversations are open", plan.conversations);
    let ready = people::begin(plan, visitors, counsellors, &seats)?;
    let before = server.and_then(Process::cpu_seconds);
    wait_for_the_end(plan, figures, ready.at).await;
    let cost = server.zip(before).and_then(|(server, before)| cost(server, before, figures.stored.load(Relaxed)));
    eprintln!("all is said; every history is read back");
    let Ready { visitors, counsellors, desks, .. } = ready;
    let (read_back, found) = read_back(plan, visitors, counsellors).await?;
    people::leave(site, &desks).await?;
    Ok((read_back, found, cost))
}

/// Until everything was delivered, or nothing comes any more.
async fn wait_for_the_end(plan: &Plan, figures: &Figures, start: Instant) {
    let all = plan.messages;
    let end = start + plan.due(all);
    let (mut came, mut since) = (0, Instant::now());
    loop {
        sleep(Duration::from_millis(50)).await;
        let (stored, delivered) = (figures.stored.load(Relaxed), figures.delivered.load(Relaxed));
        if stored + delivered != came {
            (came, since) = (stored + delivered, Instant::now());
        }
        let stalled = Instant::now() > end.max(since) + STALLED;
        if (stored == all && delivered == all) || stalled {
            figures.over.store(true, Relaxed);
            return;
        }
    }
}

fn cost(server: Process, before: f64, messages: u64) -> Option<Cost> {
    let cpu_seconds = server.cpu_seconds()? - before;
    let thousands = f64::from(u32::try_from(messages).unwrap_or(u32::MAX)) / 1000.0;
    Some(Cost {
        pid: server.id(),
        cpu_seconds,
        cpu_seconds_per_1000_messages: if thousands > 0.0 { cpu_seconds / thousands } else { 0.0 },
        resident_kb: server.resident()?,
    })
}

async fn ended(task: Task) -> Result<(Talker, Vec<Line>), Failure> {
    task.await.map_err(|error| Failure::Found(error.to_string()))?.map_err(Failure::Found)
}

/// Compares what both sides of each conversation heard with its history.
async fn read_back(plan: &Arc<Plan>, visitors: Vec<Task>, counsellors: Vec<Task>) -> Result<(u64, Found), Failure> {
    let mut lines: Vec<Option<Line>> = visitors.iter().map(|_| None).collect();
    for task in counsellors {
        // Her socket ends here: in the reading she has no part.
        for line in ended(task).await?.1 {
            let at = usize::try_from(line.conversation).map_err(io::Error::other)?;
            lines[at] = Some(line);
        }
    }
    let mut pairs = visitors.into_iter().zip(lines);
    let (mut messages, mut found) = (0, Found::default());
    loop {
        let mut reading = tokio::task::JoinSet::new();
        for (visitor, counsellor) in pairs.by_ref().take(READING) {
            let plan = plan.clone();
            reading.spawn(async move {
                let (mut talker, lines) = ended(visitor).await?;
                let (Some(visitor), Some(counsellor)) = (lines.into_iter().next(), counsellor) else {
                    return Err(Failure::Found("a conversation with one side only".into()));
                };
                let history = talker.history(&visitor.channel).await.map_err(Failure::Found)?;
                Ok((history.len() as u64, compare(&plan, &visitor, &counsellor, &history)))
            });
        }
        if reading.is_empty() {
            return Ok((messages, found));
        }
        while let Some(read) = reading.join_next().await {
            let (count, one) = read.map_err(|error| Failure::Found(error.to_string()))??;
            messages += count;
            found += one;
        }
    }
}
