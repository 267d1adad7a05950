//! The list of commands: what can be done from anywhere by typing a part of its name, and the dialogs over the pages.
//! Not a second way of doing anything: a command is a message that a control of a page sends too.
//! **Invariant:** the list holds only what can be done now.

use super::{Effect, Model, Msg, Theme, update};
use crate::gateway::side::Side;
use crate::route::Route;

/// A dialog that stands over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Overlay {
    /// The list of commands.
    Commands,
    /// The list of shortcuts.
    Shortcuts,
}

impl Overlay {
    /// The name of the dialog, and of the button that opens it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Overlay::Commands => "Commands",
            Overlay::Shortcuts => "Keyboard shortcuts",
        }
    }
}

/// Something that can be done from anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Go to a page.
    Open(Route),
    /// Start the connection check, or stop it.
    Check(bool),
    /// Start the validation of the model ids, or stop it.
    Validate(bool),
    /// Send the request to both gateways, or stop.
    Run(bool),
    /// Switch the demo.
    Demo(bool),
    /// Choose a theme.
    Theme(Theme),
    /// List the shortcuts.
    Shortcuts,
}

impl Command {
    /// What can be done now.
    #[must_use]
    pub fn available(model: &Model) -> Vec<Command> {
        let checking = Side::BOTH.into_iter().any(|side| model.check.get(side).is_running());
        let blocked = Side::BOTH.into_iter().all(|side| model.side_problem(side).is_some());
        let mut commands: Vec<Command> =
            Route::ALL.into_iter().filter(|route| *route != model.route).map(Command::Open).collect();
        commands.extend((checking || !blocked).then_some(Command::Check(!checking)));
        commands.push(Command::Validate(!model.models.validating));
        let running = model.compare.is_running();
        commands.extend((running || model.compare.request.is_ok()).then_some(Command::Run(!running)));
        commands.push(Command::Demo(!model.demo));
        commands.extend(Theme::ALL.into_iter().filter(|theme| *theme != model.theme).map(Command::Theme));
        commands.push(Command::Shortcuts);
        commands
    }

    /// Those whose name has every word of a text in it, in their order.
    #[must_use]
    pub fn matching(commands: &[Command], text: &str) -> Vec<Command> {
        let text = text.to_lowercase();
        let fits = |command: &&Command| {
            let name = command.name().to_lowercase();
            text.split_whitespace().all(|word| name.contains(word))
        };
        commands.iter().filter(fits).copied().collect()
    }

    /// The name in the list.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Command::Open(route) => format!("Go to {}", route.name()),
            Command::Check(true) => "Check connection".to_owned(),
            Command::Check(false) => "Stop the connection check".to_owned(),
            Command::Validate(true) => "Validate models".to_owned(),
            Command::Validate(false) => "Stop the validation".to_owned(),
            Command::Run(true) => "Run the request on both gateways".to_owned(),
            Command::Run(false) => "Stop the run".to_owned(),
            Command::Demo(true) => "Use the demo gateways".to_owned(),
            Command::Demo(false) => "Use the real gateways".to_owned(),
            Command::Theme(theme) => format!("Theme: {}", theme.word()),
            Command::Shortcuts => "List keyboard shortcuts".to_owned(),
        }
    }

    /// The page where its outcome is seen.
    const fn page(self) -> Option<Route> {
        match self {
            Command::Open(route) => Some(route),
            Command::Check(_) | Command::Demo(_) => Some(Route::Connect),
            Command::Validate(_) => Some(Route::Models),
            Command::Run(_) => Some(Route::Compare),
            Command::Theme(_) | Command::Shortcuts => None,
        }
    }

    const fn msg(self) -> Option<Msg> {
        Some(match self {
            Command::Open(_) => return None,
            Command::Check(true) => Msg::CheckPressed,
            Command::Check(false) => Msg::CheckStopped,
            Command::Validate(true) => Msg::ValidatePressed,
            Command::Validate(false) => Msg::ValidateStopped,
            Command::Run(true) => Msg::RunPressed,
            Command::Run(false) => Msg::StopPressed,
            Command::Demo(on) => Msg::DemoSwitched(on),
            Command::Theme(theme) => Msg::ThemeChosen(theme),
            Command::Shortcuts => Msg::OverlayOpened(Overlay::Shortcuts),
        })
    }
}

pub(super) fn chosen(model: &mut Model, command: Command) -> Vec<Effect> {
    model.overlay = None;
    let elsewhere = command.page().filter(|page| *page != model.route);
    let mut effects: Vec<Effect> = elsewhere.map(Effect::OpenPage).into_iter().collect();
    effects.extend(command.msg().map(|msg| update(model, msg)).unwrap_or_default());
    effects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_what_can_be_done_now() {
        let mut model = Model::whole();
        let names =
            |model: &Model| -> Vec<String> { Command::available(model).into_iter().map(Command::name).collect() };
        assert!(!names(&model).contains(&"Go to Connect".to_owned()), "one is there already");
        for name in
            ["Go to Report", "Check connection", "Validate models", "Run the request on both gateways", "Theme: dark"]
        {
            assert!(names(&model).contains(&name.to_owned()), "{name}");
        }
        let mut distinct = names(&model);
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), names(&model).len());
        update(&mut model, Msg::BodyTyped("{".into()));
        assert!(!names(&model).iter().any(|name| name.starts_with("Run")), "a broken request cannot be run");
        update(&mut model, Msg::CheckPressed);
        assert!(names(&model).contains(&"Stop the connection check".to_owned()));
    }

    #[test]
    fn every_word_that_is_typed_counts() {
        let all = Command::available(&Model::whole());
        let found =
            |text: &str| -> Vec<String> { Command::matching(&all, text).into_iter().map(Command::name).collect() };
        assert_eq!(found(""), all.iter().map(|command| command.name()).collect::<Vec<_>>());
        assert_eq!(found(" DARK theme "), ["Theme: dark"]);
        assert_eq!(found("go to mod"), ["Go to Models"]);
        assert!(found("nothing like this").is_empty());
    }

    #[test]
    fn a_command_does_its_deed_where_the_outcome_is_seen() {
        let mut model = Model::whole();
        update(&mut model, Msg::OverlayOpened(Overlay::Commands));
        let effects = update(&mut model, Msg::CommandChosen(Command::Validate(true)));
        assert_eq!(effects.first(), Some(&Effect::OpenPage(Route::Models)));
        assert!(model.models.refused.is_some(), "there was nothing to validate, which is said there");
        assert_eq!(model.overlay, None);
        assert_eq!(
            update(&mut model, Msg::CommandChosen(Command::Theme(Theme::Dark))),
            [Effect::ApplyTheme(Theme::Dark)]
        );
        assert_eq!(update(&mut model, Msg::CommandChosen(Command::Open(Route::Connect))), [], "one is there already");
        update(&mut model, Msg::OverlayOpened(Overlay::Commands));
        update(&mut model, Msg::CommandChosen(Command::Shortcuts));
        update(&mut model, Msg::OverlayClosed(Overlay::Commands));
        assert_eq!(model.overlay, Some(Overlay::Shortcuts));
        assert_eq!(update(&mut model, Msg::ShortcutsSwitched(false)), [Effect::RememberShortcuts(false)]);
        assert!(!model.shortcuts);
    }
}
