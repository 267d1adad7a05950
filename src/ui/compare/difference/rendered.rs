//! One side's text as Markdown, element by element. Links do nothing and pictures are not loaded.

use leptos::prelude::*;

use crate::browser::store::Store;
use crate::compare::markdown::{Kind, Node, markdown};
use crate::gateway::side::Side;

/// The longest text that is rendered, in bytes: each element costs the page, and nobody reads a book here.
const LONGEST: usize = 200_000;

/// The text.
#[component]
pub fn Rendered(side: Side) -> impl IntoView {
    let store = Store::here();
    let text = store.select(move |model| {
        model.compare.runs.get(side).as_ref().map(|run| run.answer.text().to_owned()).unwrap_or_default()
    });
    view! {
        <div class=format!("markdown {}", side.word()) role="group" tabindex="0" aria-label=format!("{} text as Markdown", side.title())>
            {move || {
                let text = text.get();
                if text.len() > LONGEST {
                    return view! { <p class="hint">"The text is too long to be rendered; look at it raw."</p> }.into_any();
                }
                all(markdown(&text))
            }}
        </div>
    }
}

fn all(nodes: Vec<Node>) -> AnyView {
    nodes.into_iter().map(one).collect_view().into_any()
}

fn one(node: Node) -> AnyView {
    let (kind, inner) = match node {
        Node::Text(text) => return text.into_any(),
        Node::Element(kind, inner) => (kind, inner),
    };
    match kind {
        Kind::Paragraph => view! { <p>{all(inner)}</p> }.into_any(),
        // The page has an order of headings of its own.
        Kind::Heading => view! { <p class="markdown-heading">{all(inner)}</p> }.into_any(),
        Kind::Quote => view! { <blockquote>{all(inner)}</blockquote> }.into_any(),
        Kind::List => view! { <ul>{all(inner)}</ul> }.into_any(),
        Kind::NumberedList => view! { <ol>{all(inner)}</ol> }.into_any(),
        Kind::Item => view! { <li>{all(inner)}</li> }.into_any(),
        Kind::Code => view! { <pre class="code">{all(inner)}</pre> }.into_any(),
        Kind::InlineCode => view! { <code>{all(inner)}</code> }.into_any(),
        Kind::Emphasis => view! { <em>{all(inner)}</em> }.into_any(),
        Kind::Strong => view! { <strong>{all(inner)}</strong> }.into_any(),
        Kind::Struck => view! { <s>{all(inner)}</s> }.into_any(),
        Kind::Link => view! { <span class="markdown-link">{all(inner)}</span> }.into_any(),
        Kind::Table => view! { <table><tbody>{all(inner)}</tbody></table> }.into_any(),
        Kind::TableRow => view! { <tr>{all(inner)}</tr> }.into_any(),
        Kind::Cell => view! { <td>{all(inner)}</td> }.into_any(),
        Kind::Rule => view! { <hr /> }.into_any(),
        Kind::Break => view! { <br /> }.into_any(),
    }
}
