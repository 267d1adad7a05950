//! The request as a form. What it shows is read out of the JSON, and what is changed is written into it at once.

use leptos::prelude::*;

use super::message::MessageFields;
use crate::app::Msg;
use crate::browser::store::Store;
use crate::compare::form::edit::{Edit, Field, NumberField};
use crate::compare::form::{Form, ToolChoice, read};
use crate::gateway::endpoint::Endpoint;
use crate::ui::parts::notice::{Tone, notice};

/// The form as the JSON has it now.
pub type FormNow = Memo<Option<Form>>;

/// A part of the form.
pub fn part<T>(form: FormNow, of: impl Fn(&Form) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| form.with(|form| form.as_ref().map(&of).unwrap_or_default()))
}

/// Why what was typed into a field is not in the request.
pub fn problem(field: Field) -> impl IntoView {
    let store = Store::here();
    let said = store.select(move |model| {
        let problem = model.compare.editor.problem.as_ref();
        problem.filter(|(place, _)| *place == field).map(|(_, said)| said.clone())
    });
    move || said.get().map(|said| notice(&said, Tone::Alert))
}

/// The form.
#[component]
pub fn RequestForm() -> impl IntoView {
    let store = Store::here();
    let form: FormNow = store.select(|model| read(&model.compare.body_text, model.compare.endpoint));
    let request = store.select(|model| model.compare.request.as_ref().err().cloned());
    let is_there = Memo::new(move |_| form.with(Option::is_some));
    view! {
        {move || request.get().map(|said| notice(&said, Tone::Alert))}
        <Show
            when=move || is_there.get()
            fallback=|| view! { <p class="empty">"The form is filled once the JSON is an object. Correct it in the JSON view, or press Undo."</p> }
        >
            <div class="request-form">
                <Prompt form />
                <Messages form />
                <Numbers form />
                <Tools form />
                <Shape form />
            </div>
        </Show>
    }
}

#[component]
fn Prompt(form: FormNow) -> impl IntoView {
    let store = Store::here();
    let model = part(form, |form| form.model.clone());
    let system = part(form, |form| form.system.clone());
    view! {
        <label>
            <span>"Model"</span>
            <input
                type="text"
                spellcheck="false"
                autocomplete="off"
                prop:value=move || model.get()
                on:input=move |event| store.dispatch(Msg::FormEdited(Edit::Model(event_target_value(&event))))
            />
        </label>
        <label>
            <span>"System prompt"</span>
            <textarea
                rows="3"
                prop:value=move || system.get()
                on:input=move |event| store.dispatch(Msg::FormEdited(Edit::System(event_target_value(&event))))
            ></textarea>
        </label>
        {problem(Field::System)}
    }
}

#[component]
fn Messages(form: FormNow) -> impl IntoView {
    let store = Store::here();
    let count = part(form, |form| form.messages.len());
    view! {
        <div class="request-messages">
            <For each=move || 0..count.get() key=|at| *at let:at>
                <MessageFields form at />
            </For>
        </div>
        {problem(Field::Message(usize::MAX))}
        <div class="buttons">
            <button type="button" on:click=move |_| store.dispatch(Msg::FormEdited(Edit::AddMessage))>"Add message"</button>
        </div>
    }
}

#[component]
fn Numbers(form: FormNow) -> impl IntoView {
    let store = Store::here();
    let endpoint = store.select(|model| model.compare.endpoint);
    let limit = move || match endpoint.get() {
        Endpoint::ChatCompletions => "Max tokens",
        Endpoint::Responses => "Max output tokens",
    };
    let stop = part(form, |form| form.stop.clone());
    let number = move |field: NumberField, name: AnyView, of: fn(&Form) -> String| {
        let value = part(form, of);
        view! {
            <div>
                <label>
                    <span>{name}</span>
                    <input
                        type="text"
                        inputmode="decimal"
                        autocomplete="off"
                        prop:value=move || value.get()
                        on:input=move |event| {
                            store.dispatch(Msg::FormEdited(Edit::Number(field, event_target_value(&event))));
                        }
                    />
                </label>
                {problem(Field::Number(field))}
            </div>
        }
    };
    view! {
        <div class="request-numbers">
            {number(NumberField::Temperature, "Temperature".into_any(), |form| form.temperature.clone())}
            {number(NumberField::MaxTokens, (move || limit()).into_any(), |form| form.max_tokens.clone())}
            {number(NumberField::Seed, "Seed".into_any(), |form| form.seed.clone())}
        </div>
        <label>
            <span>"Stop texts"</span>
            <textarea
                rows="2"
                spellcheck="false"
                aria-describedby="stop-hint"
                prop:value=move || stop.get()
                on:change=move |event| store.dispatch(Msg::FormEdited(Edit::Stop(event_target_value(&event))))
            ></textarea>
        </label>
        <p id="stop-hint" class="hint">"One a line; a line end within a text is written \\n."</p>
        {problem(Field::Stop)}
    }
}

#[component]
fn Tools(form: FormNow) -> impl IntoView {
    let store = Store::here();
    let tools = part(form, |form| form.tools.clone());
    let names = part(form, |form| form.tool_names.clone());
    let choice = part(form, |form| form.tool_choice.clone());
    let parallel = part(form, |form| form.parallel);
    view! {
        <label>
            <span>"Tools"</span>
            <textarea
                rows="6"
                spellcheck="false"
                prop:value=move || tools.get()
                on:change=move |event| store.dispatch(Msg::FormEdited(Edit::Tools(event_target_value(&event))))
            ></textarea>
        </label>
        {problem(Field::Tools)}
        <div class="toolbar">
            <button type="button" on:click=move |_| store.dispatch(Msg::FormEdited(Edit::ExampleTool))>"Example tool"</button>
            <label>
                <span>"Tool choice"</span>
                <select
                    prop:value=move || choice_word(&choice.get())
                    on:change=move |event| {
                        let choice = choice_of(&event_target_value(&event));
                        store.dispatch(Msg::FormEdited(Edit::ToolChoice(choice)));
                    }
                >
                    {move || {
                        let chosen = choice_word(&choice.get());
                        let option = |word: String, name: String| {
                            let selected = word == chosen;
                            view! { <option value=word selected=selected>{name}</option> }
                        };
                        let modes = ToolChoice::MODES.map(|mode| option(mode.to_owned(), mode.to_owned()));
                        let tools = names.get().into_iter().map(|name| option(format!("{CALL}{name}"), format!("call {name}")));
                        let other = (choice.get() == ToolChoice::Other)
                            .then(|| option(OTHER.to_owned(), "as in the JSON".to_owned()));
                        view! {
                            {option(String::new(), "not set".to_owned())}
                            {modes}
                            {tools.collect_view()}
                            {other}
                        }
                    }}
                </select>
            </label>
            <label>
                <span>"Parallel tool calls"</span>
                <select
                    prop:value=move || parallel_word(parallel.get())
                    on:change=move |event| {
                        let choice = [Some(true), Some(false)].into_iter().find(|choice| parallel_word(*choice) == event_target_value(&event));
                        store.dispatch(Msg::FormEdited(Edit::Parallel(choice.flatten())));
                    }
                >
                    {[None, Some(true), Some(false)].map(|choice| view! {
                        <option value=parallel_word(choice) selected=move || parallel.get() == choice>{parallel_word(choice)}</option>
                    })}
                </select>
            </label>
        </div>
        {problem(Field::Calling)}
    }
}

/// Before the name of a tool, so that none is taken for a mode.
const CALL: &str = "call:";
const OTHER: &str = "other:";

fn choice_word(choice: &ToolChoice) -> String {
    match choice {
        ToolChoice::Unset => String::new(),
        ToolChoice::Mode(mode) => mode.clone(),
        ToolChoice::Function(name) => format!("{CALL}{name}"),
        ToolChoice::Other => OTHER.to_owned(),
    }
}

fn choice_of(word: &str) -> ToolChoice {
    match (word, word.strip_prefix(CALL)) {
        ("", _) => ToolChoice::Unset,
        (OTHER, _) => ToolChoice::Other,
        (_, Some(name)) => ToolChoice::Function(name.to_owned()),
        (mode, None) => ToolChoice::Mode(mode.to_owned()),
    }
}

const fn parallel_word(choice: Option<bool>) -> &'static str {
    match choice {
        None => "not set",
        Some(true) => "allowed",
        Some(false) => "one at a time",
    }
}

#[component]
fn Shape(form: FormNow) -> impl IntoView {
    let store = Store::here();
    let format = part(form, |form| form.response_format.clone());
    view! {
        <label>
            <span>"Response format"</span>
            <textarea
                rows="6"
                spellcheck="false"
                aria-describedby="format-hint"
                prop:value=move || format.get()
                on:change=move |event| store.dispatch(Msg::FormEdited(Edit::ResponseFormat(event_target_value(&event))))
            ></textarea>
        </label>
        <p id="format-hint" class="hint">"A JSON Schema for the answer, or another format that the endpoint knows. Tools and format are taken over when you leave their field."</p>
        {problem(Field::ResponseFormat)}
        <div class="buttons">
            <button type="button" on:click=move |_| store.dispatch(Msg::FormEdited(Edit::ExampleSchema))>"Example schema"</button>
        </div>
    }
}
