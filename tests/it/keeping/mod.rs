//! Keeping and losing: erasure, legal holds, exports, the read ledger, backup and restore.

mod audit;
mod backup;
mod dumps;
mod export;
mod legal_holds;
mod previous;
mod readings;
mod refusals;
mod retention;
mod scope;
mod shell;
mod wish;
