//! Rebuilds when a migration is added or the web client was built again (both are embedded in the binary).

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=web-client/dist");
    // Without a client the server still builds, and its front page says what is missing.
    if let Err(error) = std::fs::create_dir_all("web-client/dist") {
        println!("cargo:warning=cannot make web-client/dist: {error}");
    }
}
