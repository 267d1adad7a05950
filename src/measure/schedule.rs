//! In which order the three lanes of a pair are run. Not the sender. **Invariant:** each of the six orders is equally
//! likely in every pair, so that a slow minute or a warm cache strikes every lane alike; the seed gives the order again.

use super::random::Random;

/// One of the three runs of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// The gateway to be left.
    Source,
    /// The gateway to be left, once more.
    SourceAgain,
    /// The gateway to be moved to.
    Target,
}

/// The stream of the orders, apart from those of the resamples.
const STREAM: u64 = 0x006f_7264_6572;

/// The order of the lanes in every pair. The first `warm_up` pairs are run and then discarded: they pay for name
/// look-up, TLS and preflight.
#[must_use]
pub fn orders(seed: u64, warm_up: usize, pairs: usize) -> Vec<ScheduledPair> {
    let mut random = Random::new(seed, STREAM);
    (0..warm_up.saturating_add(pairs))
        .map(|index| {
            let mut lanes = [Lane::Source, Lane::SourceAgain, Lane::Target];
            lanes.swap(2, random.below(3) as usize);
            lanes.swap(1, random.below(2) as usize);
            ScheduledPair { lanes, counts: index >= warm_up }
        })
        .collect()
}

/// One pair to be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScheduledPair {
    /// The lanes in the order in which they are sent.
    pub lanes: [Lane; 3],
    /// Whether its figures count; those of a warm-up do not.
    pub counts: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn each_of_the_six_orders_is_as_likely() {
        let mut seen: HashMap<[Lane; 3], u32> = HashMap::new();
        for pair in orders(5, 2, 12_000) {
            *seen.entry(pair.lanes).or_default() += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|count| (1_800..=2_200).contains(count)), "{seen:?}");
    }

    #[test]
    fn the_warm_up_does_not_count_and_the_seed_gives_the_order_again() {
        let plan = orders(9, 2, 3);
        assert_eq!(plan.iter().map(|pair| pair.counts).collect::<Vec<_>>(), [false, false, true, true, true]);
        assert_eq!(plan, orders(9, 2, 3));
        assert_ne!(orders(9, 0, 20), orders(10, 0, 20));
    }
}
