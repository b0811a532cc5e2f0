//! What visitors answered to the two questions after the talk, by month and language.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{store, suppress};
use crate::{app::App, platform::Result};

/// What was answered in a month in a language. Null: under five, or what would let such a number be computed.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SurveyMonth {
    /// In Seoul: `2026-11`.
    month: String,
    /// `ko` or `en`.
    language: String,
    /// How many answered, whichever of the questions.
    answered: Option<i64>,
    /// Whether the talk helped.
    helped: HelpedCounts,
    /// Whether they were safer than before.
    safer: SaferCounts,
}

/// Whether the talk helped.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HelpedCounts {
    /// Yes.
    yes: Option<i64>,
    /// A little.
    some: Option<i64>,
    /// No.
    no: Option<i64>,
}

/// Whether they were safer than before.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SaferCounts {
    /// Yes.
    yes: Option<i64>,
    /// As before.
    same: Option<i64>,
    /// No.
    no: Option<i64>,
}

/// A count as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Cell {
    pub(super) month: String,
    pub(super) language: String,
    pub(super) helped: String,
    pub(super) safer: String,
    pub(super) answers: i64,
}

/// The last ten years, the newest month first.
///
/// # Errors
/// As any statement.
pub async fn figures(app: &App) -> Result<Vec<SurveyMonth>> {
    Ok(months(store::survey(&mut app.db.read().await?).await?))
}

/// Both languages of every month are there: one that is left out would tell that nobody answered in it.
fn months(cells: Vec<Cell>) -> Vec<SurveyMonth> {
    let mut months: BTreeMap<(std::cmp::Reverse<String>, String), (i64, [[i64; 3]; 2])> = BTreeMap::new();
    for cell in cells {
        let (total, [helped, safer]) = months.entry((std::cmp::Reverse(cell.month), cell.language)).or_default();
        *total += cell.answers;
        if let Some(at) = ["yes", "some", "no"].iter().position(|answer| *answer == cell.helped) {
            helped[at] += cell.answers;
        }
        if let Some(at) = ["yes", "same", "no"].iter().position(|answer| *answer == cell.safer) {
            safer[at] += cell.answers;
        }
    }
    let month = |((month, language), (total, questions))| {
        let (answered, [helped, safer]) = suppress::table(total, questions);
        let std::cmp::Reverse(month) = month;
        SurveyMonth {
            month,
            language,
            answered,
            helped: HelpedCounts { yes: helped[0], some: helped[1], no: helped[2] },
            safer: SaferCounts { yes: safer[0], same: safer[1], no: safer[2] },
        }
    };
    months.into_iter().map(month).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(month: &str, helped: &str, safer: &str, answers: i64) -> Cell {
        let [month, helped, safer] = [month, helped, safer].map(str::to_owned);
        Cell { month, language: "ko".into(), helped, safer, answers }
    }

    #[test]
    fn answers_are_added_up_by_question_and_those_left_out_count_in_the_total_only() {
        let cells = vec![
            cell("2026-10", "yes", "yes", 9),
            cell("2026-10", "yes", "none", 6),
            cell("2026-10", "none", "same", 8),
            cell("2026-10", "some", "no", 7),
            cell("2026-10", "no", "no", 5),
            cell("2026-11", "yes", "yes", 4),
        ];
        let months = months(cells);
        assert_eq!(months.len(), 2);
        assert_eq!((&*months[0].month, months[0].answered), ("2026-11", None));
        assert_eq!(months[0].helped, HelpedCounts { yes: None, some: None, no: None });
        assert_eq!((&*months[1].month, months[1].answered), ("2026-10", Some(35)));
        assert_eq!(months[1].helped, HelpedCounts { yes: Some(15), some: Some(7), no: Some(5) });
        assert_eq!(months[1].safer, SaferCounts { yes: Some(9), same: Some(8), no: Some(12) });
    }
}
