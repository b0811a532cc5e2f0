//! Encryption at rest: a data key for each thing that is erased as a whole, wrapped by one master key.
//!
//! Texts lie in the data database, sealed by data keys; data keys lie in the key store, wrapped by the master key; the
//! master key lies in a file. Each of the three alone opens nothing, and destroying a data key erases its texts in
//! every backup of the data too.

mod cipher;
mod master;
mod rotate;
mod store;
mod vault;

pub use cipher::{Aad, DataKey, RowId, key_of};
pub use master::MasterKey;
pub use vault::Vault;
