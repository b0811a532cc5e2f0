//! What must hold when something breaks: processes killed, links half dead, disks full, rivals in a race.

mod crash;
mod people;
mod race;
mod talker;
