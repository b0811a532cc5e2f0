//! stub, replaced at merge
use crate::{accounts::Language, platform::crypto::Vault};
#[derive(Debug)]
pub struct ReturnCode(String);
impl ReturnCode {
    pub fn generate(_: Language, _: &mut impl rand::Rng) -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }
    pub fn parse(text: &str) -> Result<Self, ()> {
        Ok(Self(text.into()))
    }
    pub fn mac(&self, vault: &Vault) -> [u8; 32] {
        vault.mac("return-code", self.0.as_bytes())
    }
}
impl std::fmt::Display for ReturnCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
