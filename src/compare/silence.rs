//! How long a silence is spoken of, while nothing comes from a gateway.
//! Not a time limit: a model may think for minutes, and only a person ends that.
//! **Invariant:** what is said changes seldom, because a screen reader reads out every change.

/// Seconds of silence after which something is said, and said anew; after the last, at its every multiple.
const MOMENTS: [u32; 3] = [10, 30, 60];

/// The seconds to speak of after so many seconds of silence; `None` while it is too short to speak of.
#[must_use]
pub fn spoken_silence(seconds: u32) -> Option<u32> {
    let [.., last] = MOMENTS;
    if seconds >= last {
        return Some(seconds / last * last);
    }
    MOMENTS.into_iter().rev().find(|moment| *moment <= seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_minutes_are_spoken_of_twelve_times() {
        let said: Vec<Option<u32>> = (0..=600).map(spoken_silence).collect();
        let mut changes = said.clone();
        changes.dedup();
        let expected = [None, Some(10), Some(30), Some(60), Some(120), Some(180), Some(240), Some(300)];
        assert_eq!(changes[..8], expected);
        assert_eq!(changes.len(), 13);
        for (seconds, said) in said.into_iter().enumerate() {
            assert!(said.is_none_or(|said| said as usize <= seconds), "{seconds}");
        }
    }
}
