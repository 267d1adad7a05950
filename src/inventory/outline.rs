//! The one neutral form of source text: a tree of what the rules care about (texts, names, calls, entries, comments,
//! imports), with the place of each. Readers of all languages make it; rules read nothing else.
//! Not a syntax tree: statements, types and operators that no rule asks about are left out or are `Other`.
//!
//! **Invariant:** nodes stand in source order, a parent before its children and around them; every span lies inside the
//! source on character boundaries, so that an edit of a span is always well formed.

/// A half-open range of bytes of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// From `start` up to, not including, `end`. Sources are below 4 GB by the intake's limits.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Span {
        let bound = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { start: bound(start), end: bound(end.max(start)) }
    }

    /// The same as a range.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `inner` lies within this span.
    #[must_use]
    pub fn contains(self, inner: Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }

    /// The number of bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// How many nodes around a node a rule can ask about.
pub const FURTHEST: usize = 48;

/// A node of one outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// One node.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands, with its quotes, brackets or comment marks.
    pub span: Span,
    /// The node around it.
    pub parent: Option<NodeId>,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A text: a string literal without interpolation, one literal piece of a template, a configuration value, a word of
    /// a command line.
    Text(Text),
    /// A string with interpolations, or one joined of several (`"a" + b`, `f"{x}/y"`, `"a" "b"`, `` `${x}` ``).
    /// Children in order: `Text` pieces and the interpolated expressions.
    Template,
    /// A name or a member path as it is read or written: `process.env.KEY`, `usage["cost"]`, `reply?.choices[0].message`,
    /// `os.environ["KEY"]`, `Config::default`, `x->y`. Segments in order, without numeric indexes. An index with a literal
    /// string is a segment, and so is the literal of `.get("x")` where the reader is exact. A path may go on through a call
    /// (`(await send()).usage.cost`, `r.json()["usage"]`): the callee's segments are then its first ones, and the `Call`
    /// is a child. Destructuring (`const { usage: { cost } } = reply`) gives one path a leaf: `reply.usage.cost`, with the
    /// span of the leaf.
    Path(Segments),
    /// A call or a construction: the callee's segments (`new OpenAI(…)` is `OpenAI`; for a method of an expression that
    /// is no path, only the trailing names). Children: what the callee holds beyond names, then the arguments in order.
    Call(Segments),
    /// A key with its value: a property, a keyword argument, a map item, a declaration, an assignment, a setting.
    /// Children: the value, if there is one.
    Entry(Entry),
    /// `{…}` as a value: object, dictionary, hash, map literal.
    Map,
    /// `[…]`, a tuple, a YAML sequence: children are its items.
    List,
    /// An equality or membership test: `==`, `!=`, `===`, `in`, a `case` label, a match arm. Children: the operands.
    Compare,
    /// A comment with its marks, or a documentation string.
    Comment,
    /// An import of a module or package, or its declaration in a manifest is an `Entry`, never this.
    Import(Import),
    /// A number as written.
    Number,
    /// A name that is read from the environment by the syntax itself: `$KEY`, `${KEY:-x}`, `%KEY%`, `${{ secrets.KEY }}`,
    /// `$env:KEY`. The span of the name alone; the node's span is the whole reference. Children: the default, if any.
    Variable(Span),
    /// Any other piece that has children: a function body, a block, a fenced block of Markdown.
    Other,
}

/// A text and how it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The source between the quotes; equal to the node's span where there are none.
    pub inner: Span,
    /// The value, only if it differs from the source between the quotes (escapes).
    pub cooked: Option<Box<str>>,
    /// How it is written.
    pub form: TextForm,
}

/// How a text is written, as far as an edit must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextForm {
    /// Between quotes, with escapes.
    Quoted,
    /// Between quotes or in a block, no escapes: raw strings, single quotes of a shell, here documents.
    Raw,
    /// A literal piece of a template.
    Piece,
    /// Without quotes: a configuration value, a word of a command line.
    Plain,
    /// Prose: Markdown text outside code, the text of HTML.
    Prose,
}

/// Segments of a path: a run in the outline's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segments {
    first: u32,
    count: u32,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key without its quotes. For an assignment to a path (`a.b = v`) the last segment.
    pub key: Span,
    /// What kind of entry.
    pub form: EntryForm,
    /// What to delete so that the entry is gone and the rest is still well formed: with one neighbouring comma, or the
    /// whole line with its line end where it stands alone on its lines. Empty where the reader cannot say.
    pub whole: Span,
}

/// What kind of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryForm {
    /// A property of an object, an item of a map or hash, a JSON, YAML or TOML key.
    Property,
    /// A named argument of a call.
    Argument,
    /// A new name: `const KEY = …`, `KEY = …` at the top of a Python module, `let`, `val`, a parameter's or field's default.
    Declaration {
        /// Whether other files can use it.
        exported: bool,
    },
    /// A new value for an existing name or member.
    Assignment,
    /// A line of configuration that sets a variable of the environment: `.env`, `export KEY=…`, `environment:` of compose,
    /// `env:` of a workflow, `ENV` of a Dockerfile, `- name: KEY` + `value:` of Kubernetes (the key is then the name).
    Variable,
    /// A declared name without a value of its own: a field of a type or class, a parameter.
    Member,
}

/// An import.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The module or package as written, without quotes. Empty where the syntax names none.
    pub module: Span,
    /// Imported names, each with the local name; `*` and default imports have `imported` equal to `local`.
    pub names: Box<[ImportedName]>,
}

/// One imported name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportedName {
    /// The name in the module.
    pub imported: Span,
    /// The name here.
    pub local: Span,
}

/// What could not be read, with its place. Reading goes on behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Where.
    pub span: Span,
    /// What, as a sentence.
    pub what: String,
}

/// The outline of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline<'source> {
    source: &'source str,
    nodes: Vec<Node>,
    /// For each node the index behind its last descendant.
    ends: Vec<u32>,
    segments: Vec<Span>,
    troubles: Vec<Trouble>,
    documentation: Vec<Span>,
    exact: bool,
}

impl<'source> Outline<'source> {
    /// The source.
    #[must_use]
    pub fn source(&self) -> &'source str {
        self.source
    }

    /// The source of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'source str {
        self.source.get(span.range()).unwrap_or_default()
    }

    /// Whether a real parser read it without an error; otherwise lexers and shapes did, and confidence is lower.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// What could not be read.
    #[must_use]
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// All nodes with their ids, in source order.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate().map(|(index, node)| (NodeId(u32::try_from(index).unwrap_or(u32::MAX)), node))
    }

    /// One node. Ids come from this outline, so that the node is there; the root-less fallback is never seen.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// The nodes around a node, nearest first; at most [`FURTHEST`], so that a question about each node of deeply nested
    /// source takes time that grows with the source alone.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        self.all_ancestors(id).take(FURTHEST)
    }

    fn all_ancestors(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        let mut at = self.node(id).and_then(|node| node.parent);
        std::iter::from_fn(move || {
            let here = at?;
            let node = self.node(here)?;
            at = node.parent;
            Some((here, node))
        })
    }

    /// The direct children in order. Their own descendants are skipped, not walked.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        let end = self.ends.get(id.0 as usize).copied().unwrap_or_default();
        let mut at = id.0 + 1;
        std::iter::from_fn(move || {
            let here = NodeId(at);
            let node = (at < end).then(|| self.node(here)).flatten()?;
            at = self.ends.get(at as usize).copied().unwrap_or(end).max(at + 1);
            Some((here, node))
        })
    }

    /// The names of a path or callee, in order.
    pub fn names(&self, segments: Segments) -> impl DoubleEndedIterator<Item = &'source str> + ExactSizeIterator {
        self.segment_spans(segments).iter().map(|span| self.slice(*span))
    }

    /// The places of the names of a path or callee.
    #[must_use]
    pub fn segment_spans(&self, segments: Segments) -> &[Span] {
        let first = segments.first as usize;
        self.segments.get(first..first + segments.count as usize).unwrap_or_default()
    }

    /// The value of a text.
    #[must_use]
    pub fn value<'this>(&'this self, text: &'this Text) -> &'this str {
        text.cooked.as_deref().unwrap_or_else(|| self.slice(text.inner))
    }

    /// Whether a span lies in code that stands inside documentation: a fenced block of Markdown, an example in a comment.
    #[must_use]
    pub fn is_documentation(&self, span: Span) -> bool {
        let after = self.documentation.partition_point(|region| region.start <= span.start);
        after.checked_sub(1).and_then(|at| self.documentation.get(at)).is_some_and(|region| region.contains(span))
    }
}

/// Makes an outline. Open and close follow the nesting of the source.
#[derive(Debug)]
pub struct OutlineBuilder<'source> {
    outline: Outline<'source>,
    open: Vec<NodeId>,
}

impl<'source> OutlineBuilder<'source> {
    /// An empty outline; `exact` until [`Self::trouble`] or [`Self::inexact`] says otherwise.
    #[must_use]
    pub fn new(source: &'source str) -> Self {
        let outline = Outline {
            source,
            nodes: vec![],
            ends: vec![],
            segments: vec![],
            troubles: vec![],
            documentation: vec![],
            exact: true,
        };
        OutlineBuilder { outline, open: vec![] }
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> &'source str {
        self.outline.source
    }

    /// Adds a node below the open one and opens it.
    pub fn open(&mut self, kind: Kind, span: Span) -> NodeId {
        let id = self.leaf(kind, span);
        self.open.push(id);
        id
    }

    /// Closes the innermost open node.
    pub fn close(&mut self) {
        self.open.pop();
    }

    /// Closes the innermost open node and says where it ends, for readers that do not know it before.
    pub fn close_at(&mut self, end: usize) {
        if let Some(node) = self.open.pop().and_then(|id| self.outline.nodes.get_mut(id.0 as usize)) {
            node.span.end = Span::new(node.span.start as usize, end).end;
        }
    }

    /// Adds a node below the open one.
    pub fn leaf(&mut self, kind: Kind, span: Span) -> NodeId {
        let id = NodeId(u32::try_from(self.outline.nodes.len()).unwrap_or(u32::MAX));
        self.outline.nodes.push(Node { kind, span, parent: self.open.last().copied() });
        id
    }

    /// Gives a node another kind, for readers that learn late what it is.
    pub fn set_kind(&mut self, id: NodeId, kind: Kind) {
        if let Some(node) = self.outline.nodes.get_mut(id.0 as usize) {
            node.kind = kind;
        }
    }

    /// How many nodes are open.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Stores the segments of a path or callee.
    pub fn segments(&mut self, spans: impl IntoIterator<Item = Span>) -> Segments {
        let first = self.outline.segments.len();
        self.outline.segments.extend(spans);
        let bound = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Segments { first: bound(first), count: bound(self.outline.segments.len() - first) }
    }

    /// Says what could not be read.
    pub fn trouble(&mut self, span: Span, what: impl Into<String>) {
        self.outline.troubles.push(Trouble { span, what: what.into() });
        self.outline.exact = false;
    }

    /// Says that lexers, not a parser, read this.
    pub fn inexact(&mut self) {
        self.outline.exact = false;
    }

    /// Marks code that stands inside documentation. Regions come in source order.
    pub fn documentation(&mut self, span: Span) {
        self.outline.documentation.push(span);
    }

    /// The finished outline.
    #[must_use]
    pub fn finish(mut self) -> Outline<'source> {
        let count = self.outline.nodes.len();
        let mut ends: Vec<u32> = (1..=u32::try_from(count).unwrap_or(u32::MAX)).collect();
        // From the last node to the first: a node reaches as far as its furthest descendant.
        for (index, node) in self.outline.nodes.iter().enumerate().rev() {
            let end = ends.get(index).copied().unwrap_or_default();
            if let Some(parent) = node.parent.and_then(|parent| ends.get_mut(parent.0 as usize)) {
                *parent = (*parent).max(end);
            }
        }
        self.outline.ends = ends;
        self.outline
    }
}
