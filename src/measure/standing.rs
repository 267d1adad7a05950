//! Whether the target stands out among the three runs of its pairs: the exact test behind "the target differs from the
//! source more than the source does from itself". Not an interval: it says whether, not by how much.
//!
//! If the target were one more run of the source, any of the three values of a pair could have been the target's. Every
//! value gets its rank within the pair; the sum of the target's ranks has a known distribution, computed here by adding
//! one pair after the other. For yes-or-no answers it is the exact conditional test of matched sets of three.
//! **Invariant:** no assumption is made on how the values are distributed, and pairs may differ as they like.

use super::exact::Tails;
use super::special::normal_below;

/// From here on the sum is taken as normal (its error is then below a thousandth of the p-values that matter), because
/// the exact sum costs the square of the number of pairs.
const EXACT_UP_TO: usize = 1_000;

/// Twice the rank of each value in its pair, less the middle: -2, 0, 2, and between them for ties.
fn scores(values: [f64; 3]) -> [i32; 3] {
    values.map(|value| values.iter().map(|other| i32::from(value > *other) - i32::from(value < *other)).sum())
}

/// The test. Each pair gives the values of source, source again and target; they must be finite (a pair in which one is
/// not is a tie). `first_more` is the probability of a target at least as high, `second_more` at least as low.
#[must_use]
pub fn standing(pairs: &[[f64; 3]]) -> Tails {
    let scored: Vec<[i32; 3]> = pairs.iter().map(|values| scores(*values)).filter(|scores| *scores != [0; 3]).collect();
    let seen: i32 = scored.iter().map(|[_, _, target]| target).sum();
    if scored.len() <= EXACT_UP_TO { exact(&scored, seen) } else { normal(&scored, seen) }
}

fn exact(scored: &[[i32; 3]], seen: i32) -> Tails {
    // Index `middle + sum` holds the probability of that sum.
    let middle = 2 * scored.len();
    let mut chances = vec![0.0; 2 * middle + 1];
    if let Some(start) = chances.get_mut(middle) {
        *start = 1.0;
    }
    for (done, scores) in scored.iter().enumerate() {
        let mut next = vec![0.0; chances.len()];
        let reached = 2 * done;
        for (index, chance) in chances.iter().enumerate().skip(middle - reached).take(2 * reached + 1) {
            for score in scores {
                let to = index.checked_add_signed(*score as isize);
                if let Some(place) = to.and_then(|to| next.get_mut(to)) {
                    *place += chance / 3.0;
                }
            }
        }
        chances = next;
    }
    let at = middle.saturating_add_signed(seen as isize);
    let high: f64 = chances.iter().skip(at).sum();
    let low: f64 = chances.iter().take(at.saturating_add(1)).sum();
    Tails { first_more: high.min(1.0), second_more: low.min(1.0) }
}

fn normal(scored: &[[i32; 3]], seen: i32) -> Tails {
    let squares: i64 = scored.iter().flatten().map(|score| i64::from(score * score)).sum();
    let spread = libm::sqrt(squares as f64 / 3.0);
    let seen = f64::from(seen);
    // Half a step towards the middle, as the sum is a whole number.
    Tails { first_more: normal_below(-(seen - 0.5) / spread), second_more: normal_below((seen + 0.5) / spread) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::random::Random;

    /// Puts the target's label on every value of every pair in turn, 3^n ways.
    fn enumerated(pairs: &[[f64; 3]]) -> Tails {
        let scored: Vec<[i32; 3]> = pairs.iter().map(|values| scores(*values)).collect();
        let seen: i32 = scored.iter().map(|scores| scores[2]).sum();
        let all = 3_usize.pow(u32::try_from(pairs.len()).unwrap());
        let (mut high, mut low) = (0_u32, 0_u32);
        for mut way in 0..all {
            let mut sum = 0;
            for scores in &scored {
                sum += scores[way % 3];
                way /= 3;
            }
            high += u32::from(sum >= seen);
            low += u32::from(sum <= seen);
        }
        Tails { first_more: f64::from(high) / all as f64, second_more: f64::from(low) / all as f64 }
    }

    #[test]
    fn equals_enumeration_up_to_twelve_pairs() {
        let mut random = Random::new(3, 3);
        for pairs in 0..=12 {
            // A small range, so that ties of every kind occur.
            for range in [2, 3, 1_000] {
                let values: Vec<[f64; 3]> =
                    (0..pairs).map(|_| std::array::from_fn(|_| f64::from(random.below(range)))).collect();
                let (exact, counted) = (standing(&values), enumerated(&values));
                assert!((exact.first_more - counted.first_more).abs() < 1e-12, "{values:?}");
                assert!((exact.second_more - counted.second_more).abs() < 1e-12, "{values:?}");
            }
        }
    }

    #[test]
    fn the_normal_sum_joins_the_exact_one() {
        let mut random = Random::new(4, 4);
        let scored: Vec<[i32; 3]> =
            (0..EXACT_UP_TO).map(|_| scores([random.unit(), random.unit(), random.unit() + 0.06])).collect();
        let seen: i32 = scored.iter().map(|scores| scores[2]).sum();
        let (one, other) = (exact(&scored, seen).first_more, normal(&scored, seen).first_more);
        assert!(one < 0.01 && (one / other - 1.0).abs() < 0.05, "{one} {other}");
    }

    #[test]
    fn what_is_not_a_number_is_a_tie() {
        assert_eq!(standing(&[[f64::NAN; 3]; 4]), Tails { first_more: 1.0, second_more: 1.0 });
        assert_eq!(standing(&[]).both(), 1.0);
    }
}
