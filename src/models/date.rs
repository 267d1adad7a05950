//! Dates in model names: `2024-08-06`, `20240806`, `2507`, `0314`, `09-2025`.
//! Not a calendar: a name is never judged by how old it is.
//! **Invariant:** two spellings agree only if nothing that both say differs.

/// A date at the start of the pieces, as digits, and what follows it: `2024-08-06`, `08-2024`, `05-06`, `20240806`,
/// `240806`, `2507` (year and month) or `0528` (month and day).
pub(super) fn date_at<'a, 'b>(pieces: &'b [&'a str]) -> Option<(String, &'b [&'a str])> {
    match pieces {
        [year, month, day, rest @ ..] if is_year(year) && is_month(month) && is_day(day) => {
            Some((format!("{year}{month}{day}"), rest))
        }
        [year, month, rest @ ..] if is_year(year) && is_month(month) => Some((format!("{year}{month}"), rest)),
        [month, year, rest @ ..] if is_month(month) && is_year(year) => Some((format!("{year}{month}"), rest)),
        [month, day, rest @ ..] if is_month(month) && is_day(day) => Some((format!("{month}{day}"), rest)),
        [one, rest @ ..] if one.bytes().all(|byte| byte.is_ascii_digit()) => {
            let is_date = match one.len() {
                8 => one.starts_with("20"),
                6 => true,
                4 => is_month_and_day(one) || is_short_month(one),
                _ => false,
            };
            is_date.then(|| ((*one).to_owned(), rest))
        }
        _ => None,
    }
}

/// Whether two dates, as [`date_at`] gives them, can be the same day: `0314` is in `20230314`, `2507` is in
/// `20250728`, and `0725` is July 2025 in some lists.
pub(super) fn agree(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    match (short.len(), long.len()) {
        _ if short == long => true,
        (4, 4) => {
            let swapped = |text: &str| text.split_at_checked(2).map(|(first, second)| format!("{second}{first}"));
            (is_short_month(short) || is_short_month(long)) && swapped(short).as_deref() == Some(long)
        }
        (4, 8) => {
            let month_of_year = long.get(2..6);
            (is_month_and_day(short) && long.ends_with(short))
                || (is_short_month(short) && month_of_year == Some(short))
        }
        (4, 6) => is_short_month(short) && (long.ends_with(short) || long.starts_with(short)),
        (6, 8) => long.starts_with(short) || long.ends_with(short),
        _ => false,
    }
}

/// A date as year and month, `2507`; `None` if it does not name both.
pub(super) fn short_month(date: &str) -> Option<&str> {
    match date.len() {
        4 => is_short_month(date).then_some(date),
        6 if date.starts_with("20") => date.get(2..6),
        6 => date.get(..4),
        8 => date.get(2..6),
        _ => None,
    }
}

fn is_month_and_day(date: &str) -> bool {
    date.split_at_checked(2).is_some_and(|(month, day)| is_month(month) && is_day(day))
}

/// `2507`: the year without its century, and the month.
fn is_short_month(date: &str) -> bool {
    date.split_at_checked(2).is_some_and(|(year, month)| (22..=39).contains(&number(year)) && is_month(month))
}

fn is_month(text: &str) -> bool {
    text.len() == 2 && (1..=12).contains(&number(text))
}

fn is_day(text: &str) -> bool {
    text.len() == 2 && (1..=31).contains(&number(text))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (2020..=2039).contains(&number(text))
}

/// The value of a text of digits, 0 if it is none.
fn number(text: &str) -> u32 {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().unwrap_or(0) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{agree, short_month};

    #[test]
    fn the_same_day_is_written_in_many_ways() {
        for (one, other) in [
            ("20230314", "0314"),
            ("20250728", "2507"),
            ("0725", "2507"),
            ("202509", "2509"),
            ("20250905", "202509"),
            ("250728", "20250728"),
            ("2507", "2507"),
        ] {
            assert!(agree(one, other) && agree(other, one), "{one} {other}");
        }
    }

    #[test]
    fn other_days_are_other_days() {
        for (one, other) in [
            ("20230314", "0613"),
            ("20250728", "2508"),
            ("0528", "0314"),
            ("0506", "0605"),
            ("202509", "20251009"),
            ("2507", "2512"),
            ("", "2507"),
        ] {
            assert!(!agree(one, other) && !agree(other, one), "{one} {other}");
        }
    }

    #[test]
    fn months_come_out_of_dates() {
        assert_eq!(short_month("20251209"), Some("2512"));
        assert_eq!(short_month("202512"), Some("2512"));
        assert_eq!(short_month("251209"), Some("2512"));
        assert_eq!(short_month("2512"), Some("2512"));
        assert_eq!(short_month("0528"), None);
    }
}
