//! Reads component files of Vue, Svelte and Astro: their scripts by the parser of scripts, their markup as texts.
//! Not an HTML parser: elements are not nested, and expressions in the markup are texts.
//!
//! **Invariant:** one pass; every byte of a script is read by the reader of scripts and by nothing else.

use std::ops::Range;

use super::ecma_script::{self, Flavour};
use crate::inventory::outline::{Kind, OutlineBuilder, Span, Text, TextForm};

/// Reads a range of the builder's source. False only if the range does not lie on character boundaries. Of a script
/// that cannot be parsed remains a trouble.
pub fn read(builder: &mut OutlineBuilder<'_>, range: Range<usize>) -> bool {
    read_or(builder, range, &mut |_, _| {})
}

/// The same, with another reader for the scripts that cannot be parsed.
pub fn read_or<'source>(
    builder: &mut OutlineBuilder<'source>,
    range: Range<usize>,
    otherwise: &mut dyn FnMut(&mut OutlineBuilder<'source>, Range<usize>),
) -> bool {
    let Some(source) = builder.source().get(..range.end).filter(|source| source.is_char_boundary(range.start)) else {
        return false;
    };
    let mut scan = Scan { builder, otherwise, source, at: range.start, unpaired: [false; 3] };
    scan.front_matter();
    while scan.at < source.len() {
        scan.markup();
    }
    true
}

struct Scan<'builder, 'source, 'other> {
    builder: &'builder mut OutlineBuilder<'source>,
    otherwise: &'other mut dyn FnMut(&mut OutlineBuilder<'source>, Range<usize>),
    /// The source up to the end of the range.
    source: &'source str,
    at: usize,
    /// Which of `"`, `'` and `` ` `` do not occur any more.
    unpaired: [bool; 3],
}

impl Scan<'_, '_, '_> {
    fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// The place of the next occurrence, or the end.
    fn find(&self, from: usize, text: &str) -> usize {
        let rest = self.source.get(from..).unwrap_or_default();
        from + rest.find(text).unwrap_or(rest.len())
    }

    fn script(&mut self, range: Range<usize>, flavour: Flavour) {
        if !ecma_script::read(self.builder, range.clone(), flavour) {
            (self.otherwise)(self.builder, range);
        }
    }

    fn text(&mut self, range: Range<usize>, inner: Range<usize>, form: TextForm) {
        let inner = Span::new(inner.start, inner.end);
        self.builder.leaf(Kind::Text(Text { inner, cooked: None, form }), Span::new(range.start, range.end));
    }

    /// The script of an Astro component between two lines of `---`.
    fn front_matter(&mut self) {
        let blank =
            self.rest().len() - self.rest().trim_start_matches(|at: char| at.is_whitespace() || at == '\u{feff}').len();
        let Some(behind) = self.rest().get(blank..).and_then(|rest| rest.strip_prefix("---")) else {
            return;
        };
        if !behind.starts_with(['\n', '\r']) {
            return;
        }
        let start = self.at + blank + 3;
        let end = self.find(start, "\n---");
        self.script(start..end, Flavour::TypeScriptJsx);
        self.at = (end + 4).min(self.source.len());
    }

    /// One comment, one tag with what it holds, or the text up to the next.
    fn markup(&mut self) {
        let rest = self.rest();
        let mut behind = rest.chars();
        if behind.next() == Some('<') {
            if rest.starts_with("<!--") {
                let end = (self.find(self.at + 4, "-->") + 3).min(self.source.len());
                self.builder.leaf(Kind::Comment, Span::new(self.at, end));
                self.at = end;
                return;
            }
            match behind.next() {
                Some('/' | '!') => {
                    self.at = (self.find(self.at, ">") + 1).min(self.source.len());
                    return;
                }
                Some(letter) if letter.is_ascii_alphabetic() => return self.tag(),
                _ => {}
            }
        }
        let mut end = self.find(self.at + 1, "<");
        // A comparison in an expression begins no tag.
        while self
            .source
            .as_bytes()
            .get(end + 1)
            .is_some_and(|byte| !byte.is_ascii_alphabetic() && !matches!(byte, b'/' | b'!'))
        {
            end = self.find(end + 1, "<");
        }
        self.prose(self.at..end);
        self.at = end;
    }

    fn prose(&mut self, range: Range<usize>) {
        let raw = self.source.get(range.clone()).unwrap_or_default();
        let trimmed = raw.trim();
        if !trimmed.is_empty() {
            let start = range.start + (raw.len() - raw.trim_start().len());
            let inner = start..start + trimmed.len();
            self.text(inner.clone(), inner, TextForm::Prose);
        }
    }

    fn tag(&mut self) {
        let name_end =
            self.rest().find(|at: char| at.is_whitespace() || matches!(at, '>' | '/')).unwrap_or(self.rest().len());
        let name = self.rest().get(1..name_end).unwrap_or_default().to_ascii_lowercase();
        self.at += name_end;
        let mut typed = false;
        let mut is_script = true;
        let mut closed = false;
        while let Some(character) = self.rest().chars().next() {
            match character {
                '>' => {
                    self.at += 1;
                    break;
                }
                '/' => {
                    self.at += 1;
                    closed = self.rest().starts_with('>');
                }
                '{' => self.braces(),
                character if character.is_whitespace() => self.at += character.len_utf8(),
                _ => {
                    let key_end = self.rest().find(|at: char| at.is_whitespace() || matches!(at, '=' | '>' | '{'));
                    let key = self.rest().get(..key_end.unwrap_or(self.rest().len())).unwrap_or_default().to_owned();
                    self.at += key.len();
                    let value = self.value();
                    let value = self.source.get(value).unwrap_or_default();
                    match key.as_str() {
                        "lang" => typed |= matches!(value, "ts" | "tsx" | "typescript"),
                        "type" => is_script = !value.contains("json") && !value.contains("template"),
                        _ => {}
                    }
                }
            }
        }
        if !closed && matches!(name.as_str(), "script" | "style") {
            let end = self.end_of(&name);
            let content = self.at..end;
            if name == "script" && is_script {
                self.script(content, if typed { Flavour::TypeScriptJsx } else { Flavour::JavaScript });
            } else if !content.is_empty() {
                self.text(content.clone(), content, TextForm::Raw);
            }
            self.at = end;
        }
    }

    /// Where the end tag of a raw element begins.
    fn end_of(&self, name: &str) -> usize {
        let mut at = self.at;
        loop {
            at = self.find(at, "</");
            let tag = self.source.get(at + 2..).unwrap_or_default();
            if tag.is_empty() || tag.get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name)) {
                return at.min(self.source.len());
            }
            at += 2;
        }
    }

    /// The value of an attribute behind its name, if there is one; the place between its quotes.
    fn value(&mut self) -> Range<usize> {
        let blanks = self.rest().len() - self.rest().trim_start().len();
        if !self.rest().get(blanks..).is_some_and(|rest| rest.starts_with('=')) {
            return self.at..self.at;
        }
        self.at += blanks + 1;
        self.at += self.rest().len() - self.rest().trim_start().len();
        let start = self.at;
        let quote = self.rest().chars().next().unwrap_or('>');
        if quote == '{' {
            self.braces();
            return start..self.at;
        }
        if let Some(index) = ['"', '\'', '`'].iter().position(|mark| *mark == quote)
            && self.unpaired.get(index) == Some(&false)
        {
            match self.source.get(start + 1..).and_then(|rest| rest.find(quote)) {
                Some(length) => {
                    let inner = start + 1..start + 1 + length;
                    self.at = inner.end + 1;
                    self.text(start..self.at, inner.clone(), TextForm::Quoted);
                    return inner;
                }
                None => {
                    if let Some(unpaired) = self.unpaired.get_mut(index) {
                        *unpaired = true;
                    }
                }
            }
        }
        let end = self.rest().find(|at: char| at.is_whitespace() || at == '>').unwrap_or(self.rest().len());
        self.at += end;
        if end > 0 {
            self.text(start..self.at, start..self.at, TextForm::Plain);
        }
        start..self.at
    }

    /// An expression in curly brackets: a text without quotes.
    fn braces(&mut self) {
        let start = self.at;
        let mut open = 0u32;
        let mut inner = start + 1..self.source.len();
        self.at = inner.end;
        for (offset, byte) in self.source.bytes().skip(start).enumerate() {
            match byte {
                b'{' => open += 1,
                b'}' => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 {
                inner.end = start + offset;
                self.at = inner.end + 1;
                break;
            }
        }
        self.text(start..self.at, inner, TextForm::Plain);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::inventory::outline::Outline;
    use crate::inventory::reading::sketch::{assert_sound, sketch};

    fn outline(source: &str) -> Outline<'_> {
        let mut builder = OutlineBuilder::new(source);
        assert!(read(&mut builder, 0..source.len()));
        let outline = builder.finish();
        assert_sound(&outline);
        outline
    }

    #[test]
    fn scripts_are_read_and_markup_gives_texts() {
        for (source, expected) in [
            (
                "<template>\n  <!-- why -->\n  <a :href=\"base\" title='x'>Ask {{ model }}</a>\n</template>\n<script setup lang=\"ts\">\nconst url: string = \"u\"\n</script>\n<style>a{}</style>",
                "comment \"<!-- why -->\"\ntext \"base\"\ntext \"x\"\ntext prose \"Ask {{ model }}\"\ntext \"ts\"\ndeclare url\n  text \"u\"\ntext raw \"a{}\"\n",
            ),
            (
                "---\nimport X from \"y\";\n---\n<X model={\"m\"} {...rest} b=c/>\n{a < 2 && <b>x</b>}",
                "import y X\ntext plain \"\\\"m\\\"\"\ntext plain \"...rest\"\ntext plain \"c/\"\ntext prose \"{a < 2 &&\"\ntext prose \"x\"\ntext prose \"}\"\n",
            ),
            ("<script>f('</b>')</script>", "call f\n  text \"</b>\"\n"),
            ("<script type=\"application/ld+json\">{}</script>", "text \"application/ld+json\"\ntext raw \"{}\"\n"),
            ("<script src=\"a.js\" />text", "text \"a.js\"\ntext prose \"text\"\n"),
            ("<script>a", "path a\n"),
        ] {
            assert_eq!(sketch(&outline(source)), expected, "{source}");
        }
    }

    #[test]
    fn a_script_that_cannot_be_parsed_goes_to_the_other_reader() {
        let source = "<p>x</p><script>const = ;</script><p>y</p>";
        let mut builder = OutlineBuilder::new(source);
        let mut left = vec![];
        read_or(&mut builder, 0..source.len(), &mut |_, range| left.push(range));
        let outline = builder.finish();
        assert_eq!(left.iter().map(|range| source.get(range.clone()).unwrap()).collect::<Vec<_>>(), ["const = ;"]);
        assert_eq!(outline.troubles().len(), 1);
        assert_eq!(sketch(&outline), "text prose \"x\"\ntext prose \"y\"\n");
    }

    #[test]
    fn spans_are_those_of_the_whole_source() {
        let source = "é<p>x</p><script>const é = \"ü\"</script>";
        let mut builder = OutlineBuilder::new(source);
        read(&mut builder, 2..source.len());
        let outline = builder.finish();
        assert_sound(&outline);
        assert_eq!(sketch(&outline), "text prose \"x\"\ndeclare é\n  text \"ü\"\n");
    }

    #[test]
    fn hostile_markup_is_read_in_linear_time() {
        for piece in [
            "<",
            "<a ",
            "<a b=\"",
            "<a b='",
            "{",
            "<a {",
            "<!--",
            "</",
            "<script>",
            "<script",
            "---\n",
            "<a b=`",
            "<style></",
            "a<b",
        ] {
            let source = piece.repeat(1_000_000 / piece.len());
            outline(&source);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(source in "(<|</|>|<!--|-->|script|style|a|=|\"|'|`|\\{|\\}|---\n|é| |\n|[ -~]){0,60}") {
            outline(&source);
        }
    }
}
