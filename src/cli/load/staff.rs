//! Who signs in: people of a list, or accounts that are made for the run and disabled after it.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::people::{Credentials, read_staff};
use crate::{
    accounts::{
        NewAccount,
        admin::{self, Applicant},
    },
    app::Stores,
    cli::{Failure, settings_quietly},
    platform::{Clock, Config, config::Flags, db::Url},
};

/// The counsellors' accounts.
pub(super) struct Staff {
    people: Vec<Credentials>,
    /// Where the throw-away ones were made.
    made_in: Option<(Config, Clock)>,
}

impl Staff {
    /// Reads `count` people from `list`; without one, makes them in the database that the settings name.
    pub async fn find(list: Option<&PathBuf>, flags: Flags, count: usize) -> Result<Self, Failure> {
        let Some(path) = list else { return Self::make(flags, count).await };
        let mut people = read_staff(path)?;
        if people.len() < count {
            return Err(Failure::Found(format!(
                "{} lists {} people, and {count} are needed",
                path.display(),
                people.len()
            )));
        }
        people.truncate(count);
        Ok(Self { people, made_in: None })
    }

    async fn make(flags: Flags, count: usize) -> Result<Self, Failure> {
        let config = settings_quietly(flags)?;
        if let Url::Sqlite(file) = &config.database_url
            && !file.exists()
        {
            return Err(Failure::Found(format!(
                "there is no database at {}: name the server's data directory by --data-dir, or who signs in by --staff",
                file.display()
            )));
        }
        let clock = Clock::system();
        let run: u32 = rand::random();
        let password = format!("{:032x}", rand::random::<u128>());
        let email = |number: usize| format!("load-{run:08x}-{number}@load.invalid");
        let applicants = (0..count)
            .map(|number| {
                let account = NewAccount::parse(&email(number), "Load test", "counsellor", "ko,en", ',')?;
                Ok(Applicant { account, password: Zeroizing::new(password.clone()), line: None })
            })
            .collect::<Result<Vec<_>, Failure>>()?;
        let stores = Stores::open(&config, &clock).await?;
        let made = admin::add(&stores.db, &clock, &applicants).await;
        stores.close().await;
        made?;
        let people = (0..count).map(|number| Credentials { email: email(number), password: password.clone() });
        Ok(Self { people: people.collect(), made_in: Some((config, clock)) })
    }

    pub fn people(&self) -> &[Credentials] {
        &self.people
    }

    /// Disables the accounts that were made for the run.
    pub async fn sweep(&self) -> Result<(), Failure> {
        let Some((config, clock)) = &self.made_in else { return Ok(()) };
        let stores = Stores::open(config, clock).await?;
        let mut swept = Ok(());
        for who in &self.people {
            if let Err(error) = admin::disable(&stores.db, clock, &who.email).await {
                swept = Err(error.into());
            }
        }
        stores.close().await;
        swept
    }
}
