//! What a process costs, where this machine tells: `/proc` on Linux.

use std::{fs, net::SocketAddr, path::Path};

/// Clock ticks a second in `/proc`, on every Linux of today.
const TICKS: u32 = 100;

/// A process of this machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Process(u32);

impl Process {
    /// The process with this id, if there is one that can be looked at.
    pub fn with_id(pid: u32) -> Option<Self> {
        let process = Self(pid);
        process.cpu_seconds().map(|_| process)
    }

    /// This process.
    pub fn this() -> Option<Self> {
        Self::with_id(std::process::id())
    }

    /// The process that listens at `address`, if it is on this machine and may be looked at.
    pub fn listening(address: SocketAddr) -> Option<Self> {
        if !address.ip().is_loopback() {
            return None;
        }
        let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
            .iter()
            .filter_map(|table| fs::read_to_string(table).ok())
            .flat_map(|table| listeners(&table, address.port()))
            .map(|inode| format!("socket:[{inode}]"))
            .collect();
        let holds = |pid: u32| {
            let files = fs::read_dir(format!("/proc/{pid}/fd")).ok()?;
            let mut links = files.filter_map(|file| fs::read_link(file.ok()?.path()).ok());
            links.any(|link| sockets.iter().any(|socket| link == Path::new(socket))).then_some(Self(pid))
        };
        let processes = fs::read_dir("/proc").ok()?;
        processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).find_map(holds)
    }

    pub const fn id(self) -> u32 {
        self.0
    }

    /// Seconds of processor time that it has used, in user mode and in the kernel.
    pub fn cpu_seconds(self) -> Option<f64> {
        cpu_ticks(&fs::read_to_string(format!("/proc/{}/stat", self.0)).ok()?)
            .map(|ticks| f64::from(ticks) / f64::from(TICKS))
    }

    /// Resident memory, in kB.
    pub fn resident(self) -> Option<u64> {
        field(&fs::read_to_string(format!("/proc/{}/status", self.0)).ok()?, "VmRSS:")
    }

    /// How many files and sockets it may have open.
    pub fn open_files(self) -> Option<u64> {
        field(&fs::read_to_string(format!("/proc/{}/limits", self.0)).ok()?, "Max open files")
    }
}

/// The inodes of the sockets that listen on a port.
fn listeners(table: &str, port: u16) -> Vec<String> {
    let listens = |line: &str| {
        let mut fields = line.split_whitespace().skip(1);
        let (local, state) = (fields.next()?, fields.nth(1)?);
        let inode = fields.nth(5)?;
        (state == "0A" && local.ends_with(&format!(":{port:04X}"))).then(|| inode.to_owned())
    };
    table.lines().filter_map(listens).collect()
}

/// User and system time. The name before them may hold anything, brackets and blanks too.
fn cpu_ticks(stat: &str) -> Option<u32> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    Some(fields.next()?.parse::<u32>().ok()? + fields.next()?.parse::<u32>().ok()?)
}

/// The first number of a line.
fn field(text: &str, name: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_the_kernel_are_understood() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
                     0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 40961 1 0\n   \
                     1: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 40962 1 0\n";
        assert_eq!(listeners(table, 8080), ["40961"]);
        assert_eq!(listeners(table, 8081), [""; 0]);
        let stat = "7 (a) b) S 1 7 7 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 1 0";
        assert_eq!(cpu_ticks(stat), Some(300));
        assert_eq!(field("Name: x\nVmRSS:\t   1234 kB\n", "VmRSS:"), Some(1234));
        assert_eq!(
            field("Max open files            20000                20000                files\n", "Max open files"),
            Some(20_000)
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn who_listens_is_found() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let found = Process::listening(listener.local_addr().unwrap()).unwrap();
        assert_eq!(found.id(), std::process::id());
        assert!(found.resident().unwrap() > 100 && found.cpu_seconds().is_some() && found.open_files().is_some());
    }
}
