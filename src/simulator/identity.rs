//! Request ids that carry their own record, so that a simulator without memory can still answer
//! `/generation?id=` and `/generations?id=`. Not a secret, not a database.
//! **Invariant:** an id that was not made here fails its check and is not found.

use super::chance::Chance;

/// 1 Oct 2026, 00:00 UTC: the day on which all simulated requests happen, give or take a month by seed.
const FIRST_DAY: u64 = 1_790_812_800;
const BASE62: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Crockford's digits, as in a ULID.
const BASE32: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What an id remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    /// Row of the model table.
    pub(super) model: u8,
    /// At most 65,535.
    pub(super) prompt_tokens: u32,
    /// At most 16,383.
    pub(super) completion_tokens: u32,
    /// At most 4,095.
    pub(super) reasoning_tokens: u32,
    pub(super) streamed: bool,
    /// 0 stop, 1 length, 2 tool calls.
    pub(super) finish: u8,
    /// At most 1,023 milliseconds.
    pub(super) latency_ms: u32,
}

/// The record's fields, each with its bits, lowest first. The last one is salt, so that equal records get many ids.
const WIDTHS: [u32; 8] = [8, 16, 14, 12, 1, 2, 10, 5];
const PAYLOAD_BITS: u32 = 68;
const CHECK_BITS: u32 = 12;

fn packed(record: &Record, salt: u64) -> u128 {
    let fields = [
        u64::from(record.model),
        u64::from(record.prompt_tokens),
        u64::from(record.completion_tokens),
        u64::from(record.reasoning_tokens),
        u64::from(record.streamed),
        u64::from(record.finish),
        u64::from(record.latency_ms),
        salt,
    ];
    let mut payload: u128 = 0;
    let mut at = 0;
    for (field, width) in fields.into_iter().zip(WIDTHS) {
        let most = (1_u64 << width) - 1;
        // Salt wraps, everything else is held at its most.
        let value = if at + width == PAYLOAD_BITS { field & most } else { field.min(most) };
        payload |= u128::from(value) << at;
        at += width;
    }
    let check = check_of(payload);
    ((payload ^ mask_of(check)) << CHECK_BITS) | u128::from(check)
}

fn unpacked(value: u128) -> Option<Record> {
    let check = u64::try_from(value & ((1 << CHECK_BITS) - 1)).ok()?;
    let payload = ((value >> CHECK_BITS) & ((1 << PAYLOAD_BITS) - 1)) ^ mask_of(check);
    if check_of(payload) != check {
        return None;
    }
    let mut rest = payload;
    let mut next = |width: u32| {
        let field = rest & ((1 << width) - 1);
        rest >>= width;
        u32::try_from(field).unwrap_or(u32::MAX)
    };
    let [model, prompt, completion, reasoning, streamed, finish, latency, _] = WIDTHS;
    Some(Record {
        model: u8::try_from(next(model)).ok()?,
        prompt_tokens: next(prompt),
        completion_tokens: next(completion),
        reasoning_tokens: next(reasoning),
        streamed: next(streamed) == 1,
        finish: u8::try_from(next(finish)).ok()?,
        latency_ms: next(latency),
    })
}

fn check_of(payload: u128) -> u64 {
    Chance::of(0x5357, &[&payload.to_le_bytes()]).bits() & ((1 << CHECK_BITS) - 1)
}

fn mask_of(check: u64) -> u128 {
    let mut chance = Chance::of(check, &[b"mask"]);
    let bits = (u128::from(chance.bits()) << 64) | u128::from(chance.bits());
    bits & ((1 << PAYLOAD_BITS) - 1)
}

/// The second at which a request of this chance happens.
pub(super) fn created(seed: u64, mut chance: Chance) -> u64 {
    let day = Chance::of(seed, &[b"day"]).bits() % 2_592_000;
    FIRST_DAY + day + chance.bits() % 3_600
}

/// `gen-<seconds>-<20 characters>`.
pub(super) fn source_id(record: &Record, seconds: u64, mut chance: Chance) -> String {
    let salt = chance.bits();
    // 39 more bits of chance above the record: 20 base-62 digits hold 119 in all.
    let value = (u128::from(chance.bits() >> 25) << 80) | packed(record, salt);
    format!("gen-{seconds}-{}", digits(value, 20, BASE62))
}

/// `G-` and a ULID.
pub(super) fn target_id(record: &Record, seconds: u64, mut chance: Chance) -> String {
    let salt = chance.bits();
    let millis = seconds * 1_000 + chance.bits() % 1_000;
    format!("G-{}{}", digits(u128::from(millis), 10, BASE32), digits(packed(record, salt), 16, BASE32))
}

/// Reads an id of the source: its record and its second.
pub(super) fn read_source(id: &str) -> Option<(Record, u64)> {
    let (seconds, rest) = id.strip_prefix("gen-")?.split_once('-')?;
    let value = (rest.len() == 20).then(|| value_of(rest, BASE62))??;
    Some((unpacked(value & ((1 << 80) - 1))?, seconds.parse().ok()?))
}

/// Reads an id of the target: its record and its second.
pub(super) fn read_target(id: &str) -> Option<(Record, u64)> {
    let ulid = id.strip_prefix("G-").filter(|ulid| ulid.len() == 26)?;
    let (time, rest) = ulid.split_at_checked(10)?;
    let millis = u64::try_from(value_of(time, BASE32)?).ok()?;
    Some((unpacked(value_of(rest, BASE32)?)?, millis / 1_000))
}

fn digits(mut value: u128, length: usize, alphabet: &str) -> String {
    let base = alphabet.len() as u128;
    let mut found: Vec<u8> = Vec::with_capacity(length);
    for _ in 0..length {
        let digit = usize::try_from(value % base).unwrap_or(0);
        found.push(alphabet.as_bytes().get(digit).copied().unwrap_or(b'0'));
        value /= base;
    }
    found.iter().rev().map(|byte| char::from(*byte)).collect()
}

fn value_of(text: &str, alphabet: &str) -> Option<u128> {
    let base = alphabet.len() as u128;
    text.chars().try_fold(0_u128, |value, character| {
        let digit = alphabet.find(character)? as u128;
        value.checked_mul(base)?.checked_add(digit)
    })
}

/// Seconds since 1970 as `YYYY-MM-DDTHH:MM:SS.000Z`.
pub(super) fn iso(seconds: u64) -> String {
    let days = i64::try_from(seconds / 86_400).unwrap_or(0) + 719_468;
    let of_day = seconds % 86_400;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.000Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_gives_its_record_back() {
        let record = Record {
            model: 4,
            prompt_tokens: 812,
            completion_tokens: 97,
            reasoning_tokens: 12,
            streamed: true,
            finish: 2,
            latency_ms: 344,
        };
        let chance = Chance::of(7, &[b"body"]);
        let source = source_id(&record, 1_790_900_000, chance);
        let target = target_id(&record, 1_790_900_000, chance);
        assert_eq!(source.len(), "gen-1790900000-".len() + 20);
        assert_eq!(target.len(), 28);
        assert_eq!(read_source(&source), Some((record, 1_790_900_000)));
        assert_eq!(read_target(&target), Some((record, 1_790_900_000)));
        assert_eq!(read_source("gen-1790900000-00000000000000000000"), None);
        assert_eq!(read_target("G-01K3E6Z8Q4M7T2V9XW5B1C0DRF"), None);
    }

    #[test]
    fn seconds_are_a_date() {
        assert_eq!(iso(FIRST_DAY), "2026-10-01T00:00:00.000Z");
        assert_eq!(iso(951_782_400), "2000-02-29T00:00:00.000Z");
    }
}
