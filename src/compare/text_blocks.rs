//! A long text in blocks that never change once the text has grown past them.
//! Not a parser of paragraphs: a block ends with a line if it can.
//! **Invariant:** the blocks in order are the text, and a prefix of a text has the same blocks but for its last.

/// Bytes after which a block ends at the next line end.
const SOFT: usize = 1_500;
/// Bytes after which it ends in any case.
const HARD: usize = 4_000;

/// The blocks of a text.
pub fn text_blocks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (block, after) = rest.split_at(end_of_block(rest));
        rest = after;
        Some(block)
    })
}

fn end_of_block(text: &str) -> usize {
    if text.len() <= SOFT {
        return text.len();
    }
    let soft = boundary(text, SOFT);
    let hard = boundary(text, HARD);
    let line = text.get(soft..hard).and_then(|part| part.find('\n')).map(|at| soft + at + 1);
    line.unwrap_or(hard)
}

/// The first character boundary from here on.
fn boundary(text: &str, from: usize) -> usize {
    (from..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_the_text_and_stay() {
        let texts = [
            "short".to_owned(),
            "word ".repeat(3_000),
            "a line\n".repeat(2_000),
            "ü😀".repeat(4_000),
            "x".repeat(HARD),
        ];
        for text in texts {
            let blocks: Vec<&str> = text_blocks(&text).collect();
            assert_eq!(blocks.concat(), text);
            assert!(blocks.iter().all(|block| block.len() <= HARD + 4));
            for cut in (0..text.len()).step_by(997).filter(|cut| text.is_char_boundary(*cut)) {
                let before: Vec<&str> = text_blocks(text.get(..cut).unwrap()).collect();
                let settled = before.len().saturating_sub(1);
                assert_eq!(before[..settled], blocks[..settled], "the blocks before the last stay as they are");
            }
        }
        assert_eq!(text_blocks("").count(), 0);
    }
}
