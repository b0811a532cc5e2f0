//! What must hold when something breaks: processes killed, links half dead, disks full, rivals in a race.

mod cluster;
mod crash;
mod disk;
mod half_open;
mod people;
mod race;
mod restart;
mod slow_reader;
mod talker;
