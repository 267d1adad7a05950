//! A small seeded generator of pseudo-random numbers (PCG32, XSH RR 64/32 of O'Neill 2014). Not cryptography.
//! **Invariant:** the same seed and stream give the same numbers on every machine and in every later release, because
//! a shared case is computed again from its seed; that is why these twenty lines are not a library's.

/// The multiplier of the linear step, from the publication.
const MULTIPLIER: u64 = 6_364_136_223_846_793_005;

/// A row of pseudo-random numbers.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
    increment: u64,
}

impl Random {
    /// Rows of the same seed and different streams do not depend on each other.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut random = Random { state: 0, increment: (stream << 1) | 1 };
        random.bits();
        random.state = random.state.wrapping_add(seed);
        random.bits();
        random
    }

    /// The next 32 bits.
    pub fn bits(&mut self) -> u32 {
        let before = self.state;
        self.state = before.wrapping_mul(MULTIPLIER).wrapping_add(self.increment);
        let mixed = (((before >> 18) ^ before) >> 27) as u32;
        mixed.rotate_right((before >> 59) as u32)
    }

    /// A whole number below `bound`; zero if the bound is zero. The unevenness is below `bound / 2^32`, far below
    /// what any count of resamples could show.
    pub fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.bits()) * u64::from(bound)) >> 32) as u32
    }

    /// A number from 0 (included) to 1 (excluded), in steps of 2^-32.
    pub fn unit(&mut self) -> f64 {
        f64::from(self.bits()) / 4_294_967_296.0
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_numbers_are_those_of_the_publication() {
        // The demonstration program of the publication: seed 42, stream 54, round 1.
        let mut random = Random::new(42, 54);
        let numbers: Vec<u32> = (0..6).map(|_| random.bits()).collect();
        assert_eq!(numbers, [0xa15c_02b7, 0x7b47_f409, 0xba1d_3330, 0x83d2_f293, 0xbfa4_784b, 0xcbed_606e]);
    }

    #[test]
    fn every_number_below_the_bound_is_about_as_frequent() {
        let mut random = Random::new(1, 1);
        let mut seen = [0_u32; 7];
        for _ in 0..70_000 {
            seen[random.below(7) as usize] += 1;
        }
        assert!(seen.iter().all(|count| (9_500..=10_500).contains(count)), "{seen:?}");
        assert_eq!(random.below(0), 0);
    }
}
