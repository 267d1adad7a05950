//! Holm's correction (1979) of many p-values: with twenty metrics one in twenty is "significant" by chance.
//! Not needed for a pass of all: that every metric must pass makes it harder, not easier.
//! **Invariant:** the chance of even one false alarm in the whole list stays below the stated level, whatever the
//! metrics have to do with each other; an adjusted p-value is never smaller than its own.

/// The adjusted p-values, in the order of the given ones.
#[must_use]
pub fn holm(values: &[f64]) -> Vec<f64> {
    let mut ranked: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    ranked.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut adjusted = values.to_vec();
    let mut largest = 0.0_f64;
    for (rank, (index, value)) in ranked.into_iter().enumerate() {
        largest = largest.max((value * (values.len() - rank) as f64).min(1.0));
        if let Some(place) = adjusted.get_mut(index) {
            *place = largest;
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::holm;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn never_smaller_and_in_the_same_order(values in proptest::collection::vec(0.0..=1.0_f64, 0..20)) {
            let adjusted = holm(&values);
            for (one, its) in values.iter().zip(&adjusted) {
                prop_assert!(its >= one && *its <= 1.0);
                for (other, others) in values.iter().zip(&adjusted) {
                    prop_assert!(one > other || its <= others);
                }
            }
        }
    }
}
