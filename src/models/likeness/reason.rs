//! The differences of two names in words, and the names of the habits that explain them.
//! Not a weighing: what a difference costs is decided beside it.
//! **Invariant:** everything that lowered a candidate is said.

use super::{Likeness, Parameter, Word, WordKind, is_router};

impl Likeness<'_> {
    fn is_author(&self, word: &Word) -> bool {
        self.wanted.is_author(word) || self.found.is_author(word)
    }

    /// The habits that explain the differences, for the column of rules.
    pub fn rules(&self) -> Vec<&'static str> {
        let differs = |kind| self.lost.iter().chain(&self.gained).any(|word| word.kind == kind);
        let author = self.wanted.author != self.found.author;
        let spelling = !self.respelt.is_empty()
            || self.lost.is_empty() && self.gained.is_empty() && self.wanted.name != self.found.name;
        let rules = [
            (self.wanted.client_prefix.is_some(), "client's prefix"),
            (author, "author"),
            (self.wanted.moving, "newest of its family"),
            (self.wanted.preset.is_some(), "preset"),
            (differs(WordKind::Filler), "word that says nothing"),
            (differs(WordKind::Name), "author in the name"),
            (self.released.is_some(), "release date"),
            (differs(WordKind::Date), "date"),
            (differs(WordKind::Version), "version named on one side"),
            (differs(WordKind::Size), "size named on one side"),
            (self.parameter().is_some(), "word for a parameter"),
            (self.wanted.suffixes != self.found.suffixes, "suffix"),
            (spelling, "spelling"),
        ];
        let named: Vec<&str> = rules.into_iter().filter(|(applies, _)| *applies).map(|(_, rule)| rule).collect();
        if named.is_empty() { vec!["spelling"] } else { named }
    }

    /// What is alike and what is not, in words.
    pub fn reason(&self) -> String {
        let mut parts = Vec::new();
        let as_written = self.lost.is_empty() && self.gained.is_empty();
        let same_words = as_written && self.misspelt.is_empty() && self.released.is_none();
        if same_words {
            parts.push(format!("the name is the same{}", self.author_words(", under ")));
            if self.wanted.moving {
                parts.push("without the `~`".to_owned());
            }
            if self.wanted.name != self.found.name && self.respelt.is_empty() {
                parts.push("dots and dashes, or the order of words, differ".to_owned());
            }
        } else {
            if as_written && !self.misspelt.is_empty() {
                parts.push("similar spelling only".to_owned());
            }
            let author = self.author_words("");
            if !author.is_empty() {
                parts.push(author);
            }
        }
        for (word, other) in self.misspelt.iter().chain(&self.respelt) {
            parts.push(format!("`{}` is `{}` here", word.text, other.text));
        }
        if let Some((word, other)) = self.released {
            parts.push(format!("the author published `{}` as `{}`", word.text, other.text));
        }
        if let Some(version) = self.other_release {
            parts.push(format!("conflict: that date is version `{version}`"));
        }
        if let Some(prefix) = self.wanted.client_prefix {
            parts.push(format!("without the client's prefix `{prefix}`"));
        }
        if is_router(self.wanted) {
            parts.push("a router, so what it chooses from differs".to_owned());
        }
        if let Some(preset) = &self.wanted.preset {
            parts.push(format!("without the preset `{preset}`, which has to be made anew"));
        }
        self.kind_words(&mut parts, WordKind::Size, "size");
        self.kind_words(&mut parts, WordKind::Version, "version");
        self.kind_words(&mut parts, WordKind::Date, "date");
        self.kind_words(&mut parts, WordKind::Name, "name");
        let parameter = self.parameter();
        for word in &self.lost {
            match word.kind {
                _ if parameter.is_some_and(|(last, _)| std::ptr::eq(*word, last)) => match parameter {
                    Some((_, Parameter::Tier)) => {
                        parts.push(format!("`{}` is the parameter `service_tier`, at another price", word.text))
                    }
                    _ => parts.push(format!("`{}` is the parameter `reasoning.effort`", word.text)),
                },
                WordKind::Filler => parts.push(format!("without `{}`", word.text)),
                WordKind::Sibling => parts.push(format!("conflict: not the `{}` model", word.text)),
                WordKind::Stage => parts.push(format!("conflict: the source's is a `{}`", word.text)),
                WordKind::Name | WordKind::Size | WordKind::Version | WordKind::Date => {}
            }
        }
        for word in &self.gained {
            match word.kind {
                WordKind::Filler => parts.push(format!("with `{}`", word.text)),
                WordKind::Sibling => parts.push(format!("conflict: the `{}` model", word.text)),
                WordKind::Stage if self.is_moving() => parts.push(format!("the newest is a `{}`", word.text)),
                WordKind::Stage => parts.push(format!("conflict: a `{}`", word.text)),
                WordKind::Name | WordKind::Size | WordKind::Version | WordKind::Date => {}
            }
        }
        self.suffix_words(&mut parts);
        parts.join("; ")
    }

    fn author_words(&self, before: &str) -> String {
        let found = self.found.author.as_deref().unwrap_or_default();
        if self.found.author.is_none() && self.wanted.author.is_some() {
            return format!("{before}no author");
        }
        match self.wanted.author.as_deref() {
            None if self.found.author.is_none() => String::new(),
            None => format!("{before}author `{found}` (the source names none)"),
            Some(author) if author == found => String::new(),
            Some(author) if self.wanted.author_key == self.found.author_key => {
                format!("{before}author `{found}` (the source calls the author `{author}`)")
            }
            Some(author) => format!("{before}another author, `{found}` instead of `{author}`"),
        }
    }

    /// Says what differs in the words of one kind.
    fn kind_words(&self, parts: &mut Vec<String>, kind: WordKind, word: &str) {
        let lost = list(&self.lost, kind);
        let gained = list(&self.gained, kind);
        let only_author = kind == WordKind::Name
            && self.lost.iter().chain(&self.gained).filter(|word| word.kind == kind).all(|word| self.is_author(word));
        match (lost.is_empty(), gained.is_empty()) {
            (true, true) => {}
            (false, true) if only_author => parts.push(format!("the name leaves out {lost}")),
            (true, false) if only_author => parts.push(format!("the name says {gained} again")),
            (false, true) if kind == WordKind::Name => parts.push(format!("conflict: the name lacks {lost}")),
            (true, false) if kind == WordKind::Name => parts.push(format!("conflict: the name adds {gained}")),
            (false, true) if kind == WordKind::Size => parts.push(format!("the size {lost} is not named")),
            (false, true) if kind == WordKind::Date => {
                parts.push(format!("conflict: the date {lost} is dropped, so the name may move to a newer model"));
            }
            (false, true) => parts.push(format!("conflict: the {word} {lost} is dropped")),
            (true, false) => parts.push(format!("the {word} {gained} is added")),
            (false, false) => parts.push(format!("conflict: {word} {gained} instead of {lost}")),
        }
    }

    fn suffix_words(&self, parts: &mut Vec<String>) {
        for suffix in self.wanted.suffixes.iter().filter(|suffix| !self.found.suffixes.contains(suffix)) {
            let meaning = match suffix.as_str() {
                "free" => ", so it is paid for",
                "nitro" => ", a routing rule: sort providers by throughput",
                "floor" => ", a routing rule: sort providers by price",
                "exacto" => ", a routing rule: providers of good tool calls first",
                "online" => ", the web search plugin: ask for the tool",
                "thinking" => ", a listing with reasoning: send the parameter",
                "extended" => ", a listing of longer context: check the limit",
                "batch" => ", a listing of batch prices: check the price",
                _ => "",
            };
            parts.push(format!("without the suffix `:{suffix}`{meaning}"));
        }
        for suffix in self.found.suffixes.iter().filter(|suffix| !self.wanted.suffixes.contains(suffix)) {
            parts.push(format!("conflict: the `:{suffix}` listing"));
        }
    }
}

fn list(words: &[&Word], kind: WordKind) -> String {
    let words: Vec<String> =
        words.iter().filter(|word| word.kind == kind).map(|word| format!("`{}`", word.text)).collect();
    words.join(", ")
}
