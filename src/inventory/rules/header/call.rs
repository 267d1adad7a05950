//! What to take out so that a call or an option that sets one header is gone: `req.Header.Set("X-Title", "…")`, a link of a
//! chain (`.header("X-Title", "…")`), an argument on a line of its own, `-H "X-Title: …"` of a command.
//! Not entries of a map, whose readers say what to take out.
//! **Invariant:** what is left is well formed; where that is not sure, nothing is taken out.

use crate::inventory::context::Context;
use crate::inventory::outline::{Kind, Node, NodeId, Segments, Span};

/// Methods that set one header by name and value.
const SETTERS: [&str; 18] = [
    "set",
    "add",
    "append",
    "header",
    "addheader",
    "setheader",
    "withheader",
    "with_header",
    "defaultheader",
    "withhttpheader",
    "withhttpheaders",
    "setrequestheader",
    "setrequestproperty",
    "addrequestheader",
    "setvalue",
    "addvalue",
    "insert",
    "put_header",
];

/// What goes, and whether only literals go with it. `name_alone` says whether the text is the name and the value another
/// argument; otherwise it is a whole line such as `X-Title: a`.
pub(super) fn removal(context: &Context<'_>, id: NodeId, text: Span, name_alone: bool) -> Option<(Span, bool)> {
    if !name_alone {
        return option(context, text).map(|span| (span, true));
    }
    let (call, node) = context.outline.ancestors(id).next()?;
    let Kind::Call(segments) = node.kind else { return None };
    let method = context.outline.names(segments).next_back()?;
    let callee = *context.outline.segment_spans(segments).last()?;
    let arguments: Vec<&Node> = context
        .outline
        .children(call)
        .map(|(_, child)| child)
        .filter(|child| child.span.start >= callee.end && !matches!(child.kind, Kind::Comment))
        .collect();
    if !SETTERS.contains(&method.to_ascii_lowercase().as_str()) || arguments.len() != 2 {
        return None;
    }
    let literal = arguments.iter().all(|argument| {
        matches!(argument.kind, Kind::Text(_))
            || matches!(&argument.kind, Kind::Entry(_)) && !context.outline.slice(argument.span).contains('(')
    });
    let span = statement(context, node.span).or_else(|| link(context, node, segments, callee))?;
    Some((span, literal))
}

/// The lines of a statement, or of an argument with its comma, that stands alone on them.
fn statement(context: &Context<'_>, call: Span) -> Option<Span> {
    let source = context.outline.source();
    let before = source.get(..call.start as usize)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    if !before.get(line..)?.trim().is_empty() {
        return None;
    }
    let rest = source.get(call.end as usize..)?;
    let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    if !matches!(rest.get(..end)?.trim(), "" | ";" | ",") {
        return None;
    }
    // The only statement of a branch without braces cannot go, and a chain may go on in the next line.
    let previous = before.get(..line)?.trim_end().rsplit('\n').next()?.trim();
    let branch =
        ["if", "else", "for", "while", "elif", "unless", "} else"].iter().any(|word| previous.starts_with(word));
    let next = rest.get(end..)?.trim_start();
    let chain = next.starts_with(['.', '?']) || next.starts_with("->") || next.starts_with("|>");
    let opens_block = previous.ends_with(':') || previous.ends_with('=') || (branch && !previous.ends_with('{'));
    (!opens_block && !chain).then(|| Span::new(line, call.end as usize + end))
}

/// One link of a chain, with the dot or arrow before it.
fn link(context: &Context<'_>, call: &Node, segments: Segments, callee: Span) -> Option<Span> {
    let source = context.outline.source();
    let before = source.get(..callee.start as usize)?.trim_end();
    let before = before.strip_suffix("->").or_else(|| before.strip_suffix('.'))?;
    let receiver = before.trim_end();
    // Something has to be left that the chain goes on from.
    let starts_inside = receiver.len() > call.span.start as usize;
    let is_builder = receiver.ends_with(')') || context.outline.segment_spans(segments).len() > 1;
    let goes_on = source.get(call.span.end as usize..)?.trim_start();
    let in_chain = receiver.ends_with(')') || goes_on.starts_with('.') || goes_on.starts_with("->");
    (starts_inside && is_builder && in_chain).then(|| Span::new(receiver.len(), call.span.end as usize))
}

/// `-H "X-Title: a"`, `--header "…"`, `--header=…` of a command, with the end of its line where it is one of several lines.
fn option(context: &Context<'_>, text: Span) -> Option<Span> {
    let source = context.outline.source();
    let start = text.start as usize;
    let word = source.get(start..text.end as usize)?;
    let before = source.get(..start)?;
    let flag = if word.starts_with("--header=") {
        start
    } else {
        let head = before.trim_end();
        let flag = ["-H", "--header"].iter().find(|flag| head.ends_with(*flag))?;
        // On the same line, and a word of its own.
        let at = head.len() - flag.len();
        if before.get(head.len()..)?.contains('\n') || !head.get(..at)?.ends_with(char::is_whitespace) {
            return None;
        }
        at
    };
    let line = source.get(..flag)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = source.get(text.end as usize..)?;
    let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    let alone = source.get(line..flag)?.trim().is_empty();
    let continued = |text: &str| text.ends_with(['\\', '^', '`']);
    match (alone, rest.get(..end)?.trim()) {
        (true, "\\" | "^" | "`") => Some(Span::new(line, text.end as usize + end)),
        // The last line of the command: the mark that promises it goes too.
        (true, _) => {
            let head = source.get(..line)?.trim_end();
            continued(head).then(|| {
                let kept = head.get(..head.len() - 1).unwrap_or_default().trim_end().len();
                Span::new(kept, text.end as usize)
            })
        }
        (false, _) => Some(Span::new(source.get(..flag)?.trim_end().len(), text.end as usize)),
    }
}
