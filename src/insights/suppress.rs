//! What may not be published: counts under five, and what would let them be computed.

/// Counts below are not published: whoever knows one of those counted could find her (S25).
pub const LEAST: i64 = 5;

/// Three counts that together are at most a total which is published beside them: the answers to a question. `None` is
/// what is not published.
///
/// Whoever reads the figures may know how many left the question out, and how this works. So no count stands alone in
/// being left out, since the total would give it away. Which one goes with it depends on its place and never on how
/// large it is: a choice by size would tell about sizes. Where two are left out and their sum has one solution only
/// (both nobody, or both four), the third goes too.
#[must_use]
pub fn three(counts: [i64; 3]) -> [Option<i64>; 3] {
    let [first, middle, last] = counts.map(|count| count < LEAST);
    let sum = |one: usize, other: usize| counts[one] + counts[other];
    // Two that are both under five have one solution at the ends.
    let told = |one, other| sum(one, other) == 0 || sum(one, other) == 2 * (LEAST - 1);
    let hidden = match (first, middle, last) {
        (false, false, false) => [false, false, false],
        // The middle answer goes with either end.
        (true, false, false) => [true, true, false],
        (false, _, true) if !middle => [false, true, true],
        (false, true, false) => [false, true, true],
        (true, true, false) => [true, true, told(0, 1)],
        (false, true, true) => [told(1, 2), true, true],
        (true, false, true) => [true, told(0, 2), true],
        _ => [true, true, true],
    };
    let mut shown = counts.map(Some);
    for (count, hidden) in shown.iter_mut().zip(hidden) {
        if hidden {
            *count = None;
        }
    }
    shown
}

/// A total with the answers to its questions, three each.
#[must_use]
pub fn table(total: i64, questions: [[i64; 3]; 2]) -> (Option<i64>, [[Option<i64>; 3]; 2]) {
    if total < LEAST { (None, [[None; 3]; 2]) } else { (Some(total), questions.map(three)) }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Every way in which three answers can fall to `total` people or fewer.
    fn all(total: i64) -> impl Iterator<Item = [i64; 3]> {
        (0..=total).flat_map(move |first| {
            (0..=total - first)
                .flat_map(move |middle| (0..=total - first - middle).map(move |last| [first, middle, last]))
        })
    }

    #[test]
    fn nothing_under_five_is_published_and_nothing_is_changed() {
        for counts in all(24) {
            for (shown, count) in three(counts).into_iter().zip(counts) {
                assert!(shown.is_none_or(|shown| shown == count && shown >= LEAST), "{counts:?}");
            }
        }
    }

    #[test]
    fn where_all_are_five_or_more_all_are_published() {
        assert_eq!(three([5, 5, 5]), [Some(5), Some(5), Some(5)]);
        assert_eq!(table(15, [[5, 5, 5], [15, 0, 0]]).1[0], [Some(5), Some(5), Some(5)]);
    }

    #[test]
    fn most_of_a_usual_month_is_published() {
        assert_eq!(three([80, 17, 3]), [Some(80), None, None]);
        assert_eq!(three([2, 30, 60]), [None, None, Some(60)]);
        assert_eq!(three([60, 1, 30]), [Some(60), None, None]);
        assert_eq!(three([90, 3, 2]), [Some(90), None, None]);
    }

    /// For every output, all inputs that lead to it: who knows the rule can do no better. `seen` is what else she knows.
    fn no_cell_is_told<K: Ord + std::fmt::Debug>(
        inputs: impl Iterator<Item = (K, Vec<i64>, Vec<Option<i64>>)>,
    ) -> usize {
        let mut possible: BTreeMap<(K, Vec<Option<i64>>), Vec<BTreeSet<i64>>> = BTreeMap::new();
        for (seen, counts, shown) in inputs {
            let values = possible.entry((seen, shown)).or_insert_with(|| vec![BTreeSet::new(); counts.len()]);
            for (values, count) in values.iter_mut().zip(counts) {
                values.insert(count);
            }
        }
        for ((seen, shown), values) in &possible {
            for (cell, (shown_cell, values)) in shown.iter().zip(values).enumerate() {
                let told = shown_cell.is_none() && values.len() < 2;
                assert!(!told, "cell {cell} of {shown:?} can only be {values:?}, knowing {seen:?}");
            }
        }
        possible.len()
    }

    #[test]
    fn no_cell_can_be_computed_from_the_total_and_the_other_cells() {
        let mut outputs = 0;
        for total in LEAST..=36 {
            outputs += no_cell_is_told(all(total).map(|counts| (total, counts.to_vec(), three(counts).to_vec())));
        }
        assert!(outputs > 1000, "only {outputs} outputs");
    }

    #[test]
    fn nor_by_who_knows_how_many_left_the_question_out() {
        for total in LEAST..=36 {
            // Who knows that nobody answered knows the answers.
            let known = all(total).filter(|counts| counts.iter().sum::<i64>() > 0);
            no_cell_is_told(
                known.map(|counts| {
                    ((total, total - counts.iter().sum::<i64>()), counts.to_vec(), three(counts).to_vec())
                }),
            );
        }
    }

    #[test]
    fn nor_from_the_other_question_or_from_a_total_that_is_left_out() {
        let cells = |total: i64, questions: [[i64; 3]; 2]| {
            let (shown, shown_questions) = table(total, questions);
            let counts = std::iter::once(total).chain(questions.concat()).collect::<Vec<_>>();
            ((), counts, std::iter::once(shown).chain(shown_questions.concat()).collect::<Vec<_>>())
        };
        let outputs =
            no_cell_is_told((0..=9).flat_map(|total| {
                all(total).flat_map(move |one| all(total).map(move |other| cells(total, [one, other])))
            }));
        assert!(outputs > 20, "only {outputs} outputs");
    }

    #[test]
    fn the_check_itself_finds_a_cell_that_is_told() {
        let lone = |counts: [i64; 3]| counts.map(|count| (count >= LEAST).then_some(count)).to_vec();
        let told = std::panic::catch_unwind(|| {
            no_cell_is_told(all(20).map(|counts| (20 - counts.iter().sum::<i64>(), counts.to_vec(), lone(counts))))
        });
        assert!(told.is_err());
    }
}
