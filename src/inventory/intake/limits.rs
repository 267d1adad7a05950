//! How much is read, and the sentences that say so.
//! Not the enforcement: `Intake` and `ZipReader` compare against these numbers.
//! **Invariant:** every bound on what is read is said in one of the texts, and each text is built from the number.

/// The largest file that is read, in bytes. Source files are far smaller; what is larger is data or generated, and
/// one such file would take longer than a whole project. A single long line is no reason to skip a file.
pub const FILE_BYTES: u64 = 5_000_000;

/// All files that are read together, in bytes. Twice the largest project that the page is built for; a browser tab
/// can hold it next to what is found in it.
pub const TOTAL_BYTES: u64 = 400_000_000;

/// How many files are read. Three times the largest project that the page is built for.
pub const TOTAL_FILES: u64 = 60_000;

/// All that a zip may unfold to, in bytes. More than `TOTAL_BYTES`, because files are also unpacked that turn out to
/// be binary or minified; a bound, because overlapping entries can unfold one piece of data many times.
pub const ZIP_INFLATED_BYTES: u64 = 600_000_000;

/// How many times its packed size an entry may have. Source text packs to a fifth, repetitive data to a fiftieth;
/// only an archive that was built to exhaust memory comes near deflate's bound of about 1,000.
pub const ZIP_RATIO: u64 = 200;

/// Entries up to this size, in bytes, may have any ratio: a short file of blanks is no danger.
pub const ZIP_RATIO_FREE_BYTES: u64 = 1_000_000;

/// How many entries of a zip are looked at, folders and skipped files included. Far more than `TOTAL_FILES`: a zip of
/// a whole working folder holds `node_modules`, which may come before the source and costs only its names.
pub const ZIP_ENTRIES: u64 = 250_000;

/// How many messages are kept; the counts go on.
pub const DIAGNOSTICS: usize = 100;

/// Says the limit of one file.
#[must_use]
pub fn file_text() -> String {
    format!("Files over {} are not read.", size_text(FILE_BYTES))
}

/// Says the limits of a project.
#[must_use]
pub fn total_text() -> String {
    format!("At most {} files and {} are read in all.", count_text(TOTAL_FILES), size_text(TOTAL_BYTES))
}

/// Says the limits of a zip.
#[must_use]
pub fn zip_text() -> String {
    format!(
        "A zip may hold {} entries and unfold to {}; an entry over {} may unfold to {ZIP_RATIO} times its packed size.",
        count_text(ZIP_ENTRIES),
        size_text(ZIP_INFLATED_BYTES),
        size_text(ZIP_RATIO_FREE_BYTES)
    )
}

/// A number of bytes for a person: `812 bytes`, `4.2 kB`, `5 MB`. Rounded down to a tenth.
#[must_use]
pub fn size_text(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") },
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    match bytes % unit / (unit / 10) {
        0 => format!("{} {name}", count_text(bytes / unit)),
        tenths => format!("{}.{tenths} {name}", count_text(bytes / unit)),
    }
}

/// A count for a person, with commas between thousands.
#[must_use]
pub fn count_text(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_counts_read_well() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_000, "1 kB"),
            (4_260, "4.2 kB"),
            (999_999, "999.9 kB"),
            (5_000_000, "5 MB"),
            (1_500_000_000, "1.5 GB"),
            (u64::MAX, "18,446,744,073.7 GB"),
        ] {
            assert_eq!(size_text(bytes), text);
        }
        assert_eq!([0, 12, 999, 1_000, 60_000].map(count_text), ["0", "12", "999", "1,000", "60,000"]);
    }

    #[test]
    fn the_texts_say_the_numbers() {
        assert_eq!(file_text(), "Files over 5 MB are not read.");
        assert_eq!(total_text(), "At most 60,000 files and 400 MB are read in all.");
        assert!(zip_text().contains("250,000 entries") && zip_text().contains("600 MB") && zip_text().contains("200"));
    }

    #[test]
    fn the_limits_fit_each_other() {
        const { assert!(FILE_BYTES < TOTAL_BYTES && TOTAL_BYTES < ZIP_INFLATED_BYTES) };
        const { assert!(ZIP_RATIO_FREE_BYTES <= FILE_BYTES) };
    }
}
