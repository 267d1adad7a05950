//! Markup: XML with its elements as entries, HTML with its text as prose and its scripts as code.
//! Not a tree of HTML: its elements are not nested, because their end tags are often left out.
//!
//! **Invariant:** every tag, text and comment is taken in order; an end tag without a start is passed over, and elements
//! are kept on a stack with a bound.

mod element;
mod tag;

use std::ops::Range;

use super::config::escape::{Escapes, cook};
use super::config::scan::{Scan, span};
use super::config::{DEPTH, Embed, TROUBLES};
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, OutlineBuilder, Span, Text, TextForm};
use element::Element;
use tag::Tag;

/// Reads XML or HTML.
pub fn read(builder: &mut OutlineBuilder<'_>, range: Range<usize>, _language: Language, embed: &mut Embed<'_>) {
    let scan = Scan::new(builder.source(), &range);
    let html = is_html(scan);
    let mut markup = Markup {
        builder,
        scan,
        embed,
        html,
        elements: Vec::new(),
        open_names: std::collections::HashMap::new(),
        missing: Vec::new(),
        troubles: TROUBLES,
    };
    markup.run();
}

/// Elements that only HTML has at its start.
const HTML_STARTS: [&str; 22] = [
    "html", "head", "body", "div", "p", "span", "script", "style", "template", "main", "section", "form", "nav",
    "header", "footer", "article", "ul", "ol", "meta", "button", "input", "h1",
];

/// Whether the first tag is one of HTML.
fn is_html(scan: Scan<'_>) -> bool {
    let mut at = scan.start();
    while let Some(found) = scan.find(at..scan.end(), "<") {
        let rest = scan.slice(found + 1..(found + 20).min(scan.end()));
        // The end of the slice may split a character; then there is no name to know anyway.
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        if scan.starts(found, "<!DOCTYPE html") || scan.starts(found, "<!doctype html") {
            return true;
        }
        if !name.is_empty() {
            let name = name.to_ascii_lowercase();
            return HTML_STARTS.contains(&name.as_str()) && (name == "html" || !scan.starts(scan.start(), "<?xml"));
        }
        at = if scan.starts(found, "<!--") {
            scan.find(found + 4..scan.end(), "-->").map_or(scan.end(), |end| end + 3)
        } else {
            found + 1
        };
    }
    false
}

struct Markup<'builder, 'source, 'embed, 'other> {
    builder: &'builder mut OutlineBuilder<'source>,
    scan: Scan<'source>,
    embed: &'embed mut Embed<'other>,
    html: bool,
    elements: Vec<Element>,
    /// How many elements of a name are open.
    open_names: std::collections::HashMap<String, usize>,
    /// End marks that do not come any more.
    missing: Vec<&'static str>,
    troubles: usize,
}

impl Markup<'_, '_, '_, '_> {
    fn run(&mut self) {
        let mut at = self.scan.start();
        while at < self.scan.end() {
            at = if self.scan.is(at, b'<') { self.mark(at) } else { self.text(at, at) };
        }
        while !self.elements.is_empty() {
            self.close(at, at);
        }
    }

    fn trouble(&mut self, start: usize, end: usize, what: &str) {
        if self.troubles > 0 {
            self.troubles -= 1;
            self.builder.trouble(Span::new(start, end), what);
        }
    }

    /// The end of what starts at a place and ends with a mark. What was not found once is not looked for again.
    fn until(&mut self, start: usize, mark: &'static str) -> Option<usize> {
        if self.missing.contains(&mark) {
            return None;
        }
        let found = self.scan.find(start..self.scan.end(), mark).map(|found| found + mark.len());
        if found.is_none() {
            self.missing.push(mark);
        }
        found
    }

    /// Reads what starts with `<`.
    fn mark(&mut self, at: usize) -> usize {
        if self.scan.starts(at, "<!--") {
            return match self.until(at + 4, "-->") {
                Some(end) => {
                    self.builder.leaf(Kind::Comment, Span::new(at, end));
                    end
                }
                None => {
                    self.trouble(at, at + 4, "a comment is not closed");
                    self.text(at, at + 4)
                }
            };
        }
        if self.scan.starts(at, "<![CDATA[") {
            let start = at + "<![CDATA[".len();
            return match self.until(start, "]]>") {
                Some(end) => {
                    let inner = Span::new(start, end - 3);
                    let text = Text { inner, cooked: None, form: TextForm::Raw };
                    self.builder.leaf(Kind::Text(text), Span::new(at, end));
                    end
                }
                None => {
                    self.trouble(at, start, "a text is not closed");
                    self.text(at, start)
                }
            };
        }
        if self.scan.starts(at, "<?") {
            return self.until(at + 2, "?>").unwrap_or(at + 2);
        }
        if self.scan.starts(at, "<!") {
            return self.until(at + 2, ">").unwrap_or(at + 2);
        }
        if self.scan.starts(at, "</") {
            let name_end = self.scan.skip(at + 2, tag::is_name);
            let Some(end) = self.until(name_end, ">") else { return self.text(at, at + 2) };
            let name = self.scan.slice(at + 2..name_end).to_owned();
            self.end_tag(&name, at, end);
            return end;
        }
        match tag::read(self.scan, at) {
            Some(tag) => self.start_tag(&tag),
            None => self.text(at, at + 1),
        }
    }

    /// Reads text from `start`; its first mark is looked for from `from` on.
    fn text(&mut self, start: usize, from: usize) -> usize {
        let end = self.scan.skip(from, |byte| byte != b'<');
        if self.html {
            let part = self.scan.part(start..end);
            let mut line = start;
            while line < end {
                let line_end = part.line_end(line);
                self.prose(line..line_end, TextForm::Prose);
                line = part.next_line(line_end);
            }
        } else {
            self.prose(start..end, TextForm::Plain);
        }
        end
    }

    fn prose(&mut self, range: Range<usize>, form: TextForm) {
        let range = self.scan.trim(range);
        if !range.is_empty() {
            let cooked = cook(self.scan.slice(range.clone()), Escapes::Entities);
            self.builder.leaf(Kind::Text(Text { inner: span(&range), cooked, form }), span(&range));
        }
    }

    fn start_tag(&mut self, tag: &Tag) -> usize {
        if !self.html {
            self.open(tag);
            self.attributes(tag);
            if tag.closed {
                self.close(tag.end, tag.end);
            }
            return tag.end;
        }
        self.attributes(tag);
        let name = self.scan.slice(tag.name.clone()).to_ascii_lowercase();
        match name.as_str() {
            "script" if !tag.closed => self.script(tag),
            "style" if !tag.closed => self.raw_end(tag.end, "</style"),
            _ => tag.end,
        }
    }

    /// Reads a script by its type. Gives the place of its end tag.
    fn script(&mut self, tag: &Tag) -> usize {
        let end = self.raw_end(tag.end, "</script");
        let attribute = |name: &str| {
            let found =
                tag.attributes.iter().find(|found| self.scan.slice(found.name.clone()).eq_ignore_ascii_case(name));
            found.and_then(|found| found.value.clone()).map(|value| self.scan.slice(value).to_ascii_lowercase())
        };
        let kind = attribute("type").unwrap_or_default();
        let language = match (kind.as_str(), attribute("lang").as_deref()) {
            (_, Some("ts" | "typescript" | "tsx")) => Some(Language::TypeScript),
            ("text/typescript", _) => Some(Language::TypeScript),
            ("" | "module" | "text/javascript" | "application/javascript" | "text/babel" | "text/jsx", _) => {
                Some(Language::JavaScript)
            }
            (kind, _) if kind.ends_with("json") || matches!(kind, "importmap" | "speculationrules") => {
                Some(Language::Json)
            }
            _ => None,
        };
        let content = self.scan.trim(tag.end..end);
        if content.is_empty() {
            return end;
        }
        match language {
            Some(language) if self.builder.depth() < DEPTH => {
                self.builder.open(Kind::Other, Span::new(tag.end, end));
                (self.embed)(self.builder, language, tag.end..end);
                self.builder.close();
            }
            _ => {
                let text = Text { inner: span(&content), cooked: None, form: TextForm::Raw };
                self.builder.leaf(Kind::Text(text), span(&content));
            }
        }
        end
    }

    /// Where the end tag of an element without markup in it starts; the end if there is none.
    fn raw_end(&self, start: usize, mark: &str) -> usize {
        let mut at = start;
        loop {
            at = self.scan.skip(at, |byte| byte != b'<');
            let head = self.scan.slice(at..at + mark.len());
            if at >= self.scan.end() || head.eq_ignore_ascii_case(mark) {
                return at;
            }
            at += 1;
        }
    }
}
