//! The `gyeot` binary: everything is in the library, the commands in [`gyeot::cli`].

fn main() -> std::process::ExitCode {
    gyeot::cli::run()
}
