//! Choices that look random and are not: a counter-based generator seeded from bytes.
//! Not cryptography. **Invariant:** the same seed and the same parts give the same choices on every machine.

/// A row of choices.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chance(u64);

impl Chance {
    /// Starts a row from the simulator's seed and whatever else the choices shall depend on.
    pub(super) fn of(seed: u64, parts: &[&[u8]]) -> Self {
        // FNV-1a over the parts, each closed by a byte that no UTF-8 text holds, so that ("ab", "c") is not ("a", "bc").
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325 ^ mixed(seed);
        for part in parts {
            for byte in part.iter().chain(&[0xff]) {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        Chance(hash)
    }

    /// The next 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        let width = u64::from(high.saturating_sub(low)) + 1;
        low.saturating_add(u32::try_from(self.bits() % width).unwrap_or(0))
    }

    /// True once in `count` times.
    pub(super) fn one_in(&mut self, count: u32) -> bool {
        self.between(1, count.max(1)) == 1
    }

    /// One of the items; `None` only of an empty list.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> Option<&'a T> {
        let last = u32::try_from(items.len().checked_sub(1)?).ok()?;
        items.get(self.between(0, last) as usize).copied()
    }

    /// A text of that many characters of an ASCII alphabet.
    pub(super) fn text(&mut self, alphabet: &str, length: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        let last = u32::try_from(letters.len().saturating_sub(1)).unwrap_or(0);
        (0..length).filter_map(|_| letters.get(self.between(0, last) as usize)).collect()
    }

    /// Lower-case hexadecimal digits.
    pub(super) fn hex(&mut self, length: usize) -> String {
        self.text("0123456789abcdef", length)
    }
}

/// The finalizer of SplitMix64.
const fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
