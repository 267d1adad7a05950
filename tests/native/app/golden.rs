//! The Golden set page as the page drives it: the demo, an import, refusals, a reload, the case.

use super::page::{Page, now};
use std::collections::{BTreeMap, VecDeque};
use switchyard::app::golden::{GoldenMsg, Import, ProgressTask};
use switchyard::app::http::{HttpEvent, Piece};
use switchyard::app::{AnalyzerTask, Effect, Inquiry, Model, Msg, Outgoing, RequestId, update};
use switchyard::compare::validity::{Check, validate};
use switchyard::gateway::failure::Failure;
use switchyard::gateway::http::HttpHead;
use switchyard::gateway::key::TypedKey;
use switchyard::gateway::side::Side;
use switchyard::golden::check::Outcome;
use switchyard::golden::matrix;
use switchyard::golden::run::{Pause, Phase};
use switchyard::golden::shuttle;
use switchyard::inventory::protocol::{Reply, Request};
use switchyard::measure::equivalence::Verdict;
use switchyard::measure::schedule::Lane;

fn golden(msg: GoldenMsg) -> Msg {
    Msg::Golden(msg)
}

fn phase(model: &Model) -> Option<Phase> {
    model.golden.session.as_ref().map(|session| session.run.phase())
}

/// The demo with the Golden set page open.
fn demo() -> Page {
    let mut page = Page::new();
    page.does(Msg::DemoTried);
    page.does(Msg::AddressChanged("#/golden".into()));
    page
}

#[test]
fn the_demo_shows_a_pass_a_fail_and_an_undecided() {
    let mut page = demo();
    assert_eq!(phase(&page.model), Some(Phase::Finished));
    let session = page.model.golden.session.as_ref().unwrap();
    assert!(session.terms.simulated);
    let verdicts: Vec<(&str, Verdict, &str)> =
        session.judged.iter().map(|one| (one.name.as_str(), one.verdict, one.words.as_str())).collect();
    for wanted in ["Pass", "Fail", "Undecided"] {
        assert!(
            verdicts.iter().any(|(_, verdict, _)| format!("{verdict:?}").starts_with(wanted)),
            "{wanted}: {verdicts:#?}"
        );
    }
    let rows = matrix::rows(&session.run, &session.terms.set);
    assert_eq!(rows.len(), session.terms.set.items().len());
    assert!(page.left.iter().all(|effect| !matches!(effect, Effect::Progress(_))), "the demo is not kept");
    page.does(golden(GoldenMsg::PairOpened(0)));
    let compare = &page.model.compare;
    assert!(compare.body_text.contains("parcel") && page.model.texts().is_some());
    assert!(compare.runs.source.is_some() && compare.runs.target.is_some());
}

#[test]
fn a_case_carries_the_run_and_gives_the_same_verdicts_again() {
    let mut page = demo();
    let text = page.case_text();
    super::report::valid(&text);
    let before = page.model.golden.session.as_ref().unwrap().judged.clone();
    let mut other = Page::new();
    other.does(Msg::CaseFileRead(text.clone()));
    let session = other.model.golden.session.as_ref().unwrap();
    assert_eq!(session.judged, before);
    assert_eq!(other.model.golden.set, page.model.golden.set);
    assert!(!text.contains("sk-or-v1-") && !text.contains("aistats_v1_sk_"));
    page.does(golden(GoldenMsg::EarlierRead(text)));
    assert!(page.model.golden.earlier.as_ref().unwrap().is_ok());
    page.does(golden(GoldenMsg::EarlierRead("{}".into())));
    assert!(page.model.golden.earlier.as_ref().unwrap().is_err());
    // The link leaves it out where it does not fit.
    assert!(page.model.link(&now()).fragment.len() <= 64_100);
}

#[track_caller]
pub(super) fn imported(page: &mut Page, name: &str, text: &str) {
    let reply = read(page, name, text);
    page.does(Msg::AnalyzerSaid(reply));
}

/// Opens a file and gives what the worker will say of it.
#[track_caller]
fn read(page: &mut Page, name: &str, text: &str) -> Reply {
    page.left.clear();
    page.does(golden(GoldenMsg::SetFileRead(name.into(), text.into())));
    let asked = page.left.pop();
    let Some(Effect::Analyze(AnalyzerTask::Ask(Request::ReadSet { number, name, text, template, endpoint }))) = asked
    else {
        panic!("{asked:?}");
    };
    let reply = Reply::SetRead { number, read: shuttle::read_set(name, &text, &template, &endpoint) };
    Reply::from_bytes(&reply.to_bytes()).unwrap()
}

#[test]
fn of_two_files_that_are_read_the_last_is_taken() {
    let mut page = Page::new();
    let first = read(&mut page, "first.jsonl", "nothing");
    let second = read(&mut page, "second.json", r#"{"data": {"model": "a/b", "input": {"prompt": "Say yes."}}}"#);
    page.does(Msg::AnalyzerSaid(first.clone()));
    assert!(matches!(&page.model.golden.import, Import::Reading { name, .. } if name == "second.json"));
    page.does(Msg::AnalyzerSaid(second));
    assert_eq!(page.model.golden.set.as_ref().unwrap().name, "second.json");
    page.does(Msg::AnalyzerSaid(first));
    assert_eq!(page.model.golden.import, Import::Idle);
}

#[test]
fn the_request_of_the_compare_page_is_asked_many_times() {
    let mut page = with_keys();
    let body = format!(
        r#"{{"model": "a/b", "seed": 12345678901234567890, "messages": [{{"role": "user", "content": "Write {{{{name}}}} {SOURCE_KEY}"}}]}}"#
    );
    page.does(Msg::StreamSwitched(false)).does(Msg::BodyTyped(body));
    page.does(golden(GoldenMsg::RequestTaken(20)));
    let set = page.model.golden.set.clone().unwrap();
    assert_eq!((set.cases.len(), set.items().len()), (1, 1));
    let case = &set.cases[0];
    let asked = serde_json::to_string(&case.filled(&case.rows[0]).unwrap()).unwrap();
    assert!(asked.contains("Write {{name}} ["), "what looks like a variable stays: {asked}");
    assert!(asked.contains("12345678901234567890") && !asked.contains(SOURCE_KEY), "{asked}");
    let settings = page.model.golden.settings;
    assert_eq!((settings.repeats, settings.stream), (20, false));
    page.does(golden(GoldenMsg::RequestTaken(1_000_000)));
    assert!(page.model.golden.settings.repeats <= 50, "a tab is no load test");
    page.does(Msg::BodyTyped("{".into())).does(golden(GoldenMsg::RequestTaken(2)));
    assert_eq!(page.model.golden.set.as_deref(), Some(set.as_ref()), "what is no request takes nothing away");
}

#[test]
fn a_set_comes_from_the_worker_or_a_reason_does() {
    let mut page = Page::new();
    page.does(Msg::BodyTyped(
        r#"{"model": "a/b", "messages": [{"role": "user", "content": "Weather in {{city}}?"}]}"#.into(),
    ));
    imported(&mut page, "rows.csv", "city\nOslo\nRome\n");
    let set = page.model.golden.set.clone().unwrap();
    assert_eq!((set.cases.len(), set.items().len()), (1, 2));
    imported(&mut page, "rows.csv", "");
    assert!(matches!(&page.model.golden.import, Import::Failed(problem) if problem.what.contains("empty")));
    assert_eq!(page.model.golden.set, Some(set));
}

#[test]
fn a_set_whose_reading_a_scan_has_ended_is_said_to_be_unread() {
    for taking in [Msg::ScanPressed, Msg::FilesOffered(0), Msg::ScanStopped, Msg::InventoryCleared] {
        let mut page = Page::new();
        page.does(Msg::CodePasted("const a = 1;".into()));
        if matches!(taking, Msg::ScanStopped) {
            page.does(Msg::ScanPressed);
        }
        page.does(golden(GoldenMsg::SetFileRead("rows.csv".into(), "city\nOslo\n".into())));
        assert!(matches!(&page.model.golden.import, Import::Reading { name, .. } if name == "rows.csv"));
        page.does(taking.clone());
        let import = &page.model.golden.import;
        assert!(matches!(import, Import::Failed(problem) if problem.do_this == "Import the file again."), "{taking:?}");
    }
}

const SOURCE_KEY: &str = "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";

fn with_keys() -> Page {
    let mut page = Page::new();
    page.does(Msg::ProfileChosen(Side::Source, "openrouter".into()));
    page.does(Msg::ProfileChosen(Side::Target, "phaseo".into()));
    page.does(Msg::KeyTyped(Side::Source, TypedKey::new(SOURCE_KEY.into())));
    page.does(Msg::KeyTyped(Side::Target, TypedKey::new("phaseo_v1_sk_0123456789abcdef0123456789abcdef".into())));
    page
}

fn batch(count: usize) -> String {
    let line = |index: usize| {
        format!(
            r#"{{"custom_id":"c{index}","url":"/v1/chat/completions","body":{{"model":"m/one","messages":[{{"role":"user","content":"{index}"}}],"max_tokens":10}}}}"#
        )
    };
    (0..count).map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_run_that_cannot_be_is_explained() {
    #[track_caller]
    fn refused(page: &mut Page, words: &str) {
        page.does(golden(GoldenMsg::RunPressed));
        let problem = page.model.golden.refused.clone().expect("refused");
        assert!(problem.what.contains(words), "{problem:?}");
        assert!(page.model.golden.session.is_none());
    }
    let mut page = with_keys();
    refused(&mut page, "no set");
    imported(&mut page, "set.jsonl", &batch(2));
    refused(&mut page, "no price is known");
    page.does(golden(GoldenMsg::UnknownAccepted(true)));
    page.does(golden(GoldenMsg::CeilingTyped("much".into())));
    refused(&mut page, "no amount");
    page.does(golden(GoldenMsg::CeilingTyped(String::new())));
    page.does(Msg::KeyForgotten(Side::Target));
    refused(&mut page, "no key for the target");
    let mut page = with_keys();
    let odd = format!(r#"{{"url":"/v1/chat/completions","body":{{"model":"m","messages":["{SOURCE_KEY}"]}}}}"#);
    imported(&mut page, "set.jsonl", &odd);
    let text = format!("{:?}", page.model.golden.set);
    assert!(!text.contains(SOURCE_KEY), "what looks like a key is not taken in");
}

/// A shell over a network that answers when it is told to.
struct Shell {
    model: Model,
    open: VecDeque<Outgoing>,
    kept: BTreeMap<String, String>,
    wakes: VecDeque<(u32, f64)>,
    clock: f64,
    sent: usize,
    /// What the validator was asked and has not answered.
    asked: VecDeque<(Inquiry, Vec<Check>)>,
    /// What an answer says.
    says: fn(&Outgoing) -> String,
}

impl Shell {
    fn new(model: Model, kept: BTreeMap<String, String>) -> Shell {
        Shell {
            model,
            open: VecDeque::new(),
            kept,
            wakes: VecDeque::new(),
            clock: 0.0,
            sent: 0,
            asked: VecDeque::new(),
            says: |_| format!("Your key is {SOURCE_KEY}"),
        }
    }

    fn does(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        for effect in effects {
            match effect {
                Effect::Send(outgoing) => {
                    self.sent += 1;
                    self.open.push_back(*outgoing);
                }
                Effect::Abort(id) => self.open.retain(|outgoing| outgoing.id != id),
                Effect::Wake { round, after_ms } => self.wakes.push_back((round, self.clock + after_ms)),
                Effect::Progress(ProgressTask::Write { fresh, records }) => {
                    if fresh {
                        self.kept.clear();
                    }
                    for (name, text) in records {
                        match text {
                            Some(text) => drop(self.kept.insert(name, text)),
                            None => drop(self.kept.remove(&name)),
                        }
                    }
                }
                Effect::Progress(ProgressTask::Forget) => self.kept.clear(),
                Effect::Progress(ProgressTask::Load) => {
                    let records = self.kept.clone().into_iter().collect();
                    self.does(golden(GoldenMsg::ProgressRead(records)));
                }
                Effect::Validate(inquiry, checks) => self.asked.push_back((inquiry, checks)),
                _ => {}
            }
        }
    }

    /// The validator answers the oldest question; whether there was one.
    fn validates(&mut self) -> bool {
        let Some((inquiry, checks)) = self.asked.pop_front() else { return false };
        self.does(Msg::ValidityKnown(inquiry, Some(validate(&checks))));
        true
    }

    fn woke(&mut self) -> bool {
        let Some((round, at)) = self.wakes.pop_front() else { return false };
        self.clock = self.clock.max(at);
        self.does(golden(GoldenMsg::Woke(round, self.clock)));
        true
    }

    fn event(&mut self, id: RequestId, event: HttpEvent) {
        self.does(Msg::Http(id, event));
    }

    /// Answers the oldest call.
    fn answer(&mut self) -> bool {
        let Some(outgoing) = self.open.pop_front() else { return false };
        let id = outgoing.id;
        self.event(id, HttpEvent::Sent { at_ms: self.clock });
        self.clock += 50.0;
        self.event(id, HttpEvent::Head { at_ms: self.clock, head: HttpHead { status: 200, headers: Vec::new() } });
        let content = serde_json::Value::from((self.says)(&outgoing));
        let body = format!(
            r#"{{"id":"x","choices":[{{"index":0,"message":{{"role":"assistant","content":{content}}},"finish_reason":"stop"}}],"usage":{{"prompt_tokens":3,"completion_tokens":4,"cost":0.000001}}}}"#
        );
        self.event(id, HttpEvent::Bytes(vec![Piece { at_ms: self.clock, bytes: body.into_bytes() }]));
        self.event(id, HttpEvent::Ended { at_ms: self.clock });
        true
    }

    fn plays(&mut self) {
        while phase(&self.model) == Some(Phase::Running) {
            assert!(self.answer() || self.woke(), "stuck");
        }
    }
}

fn begun(items: usize) -> Shell {
    begun_with("set.jsonl", &batch(items))
}

fn begun_with(name: &str, text: &str) -> Shell {
    let mut page = with_keys();
    imported(&mut page, name, text);
    page.does(golden(GoldenMsg::UnknownAccepted(true)));
    let mut shell = Shell::new(page.model, BTreeMap::new());
    shell.does(golden(GoldenMsg::RunPressed));
    assert!(shell.woke());
    shell
}

#[test]
fn a_run_goes_on_after_a_reload_and_no_record_holds_a_key() {
    let mut shell = begun(10);
    let calls = 33; // One pair warms up.
    for _ in 0..12 {
        assert!(shell.answer());
    }
    let on_its_way = shell.open.len();
    assert!(on_its_way > 0 && on_its_way <= 8);
    assert!(
        shell.kept.values().all(|text| !text.contains(SOURCE_KEY) && !text.contains("phaseo_v1_sk_")),
        "{:?}",
        shell.kept
    );
    assert!(shell.kept.values().any(|text| text.contains("[redacted")));

    // The page goes; keys go with it.
    let mut after = Shell::new(Model::whole(), shell.kept.clone());
    after.does(Msg::ProfileChosen(Side::Source, "openrouter".into()));
    after.does(Msg::ProfileChosen(Side::Target, "phaseo".into()));
    after.does(Msg::AddressChanged("#/golden".into()));
    assert_eq!(after.model.golden.offered.as_ref().unwrap().run.done(), 12);
    after.does(golden(GoldenMsg::ResumePressed));
    assert!(after.model.golden.refused.as_ref().unwrap().what.contains("no key"));
    after.does(Msg::KeyTyped(Side::Source, TypedKey::new(SOURCE_KEY.into())));
    after.does(Msg::KeyTyped(Side::Target, TypedKey::new("phaseo_v1_sk_0123456789abcdef0123456789abcdef".into())));
    after.does(golden(GoldenMsg::ResumePressed));
    assert!(after.woke());
    after.plays();
    assert_eq!(phase(&after.model), Some(Phase::Finished));
    assert_eq!(after.sent, calls - 12);
    assert_eq!(shell.sent, 12 + on_its_way);
    let run = &after.model.golden.session.as_ref().unwrap().run;
    assert_eq!((run.done(), run.ledger().unknown as usize), (calls, on_its_way));
    let mut finished = Shell::new(Model::whole(), after.kept.clone());
    finished.does(Msg::AddressChanged("#/golden".into()));
    assert_eq!(phase(&finished.model), Some(Phase::Finished), "what has ended is shown without keys");
    after.does(golden(GoldenMsg::ForgetPressed));
    assert!(after.kept.is_empty());
}

/// Two items that are to be JSON by a schema.
const WITH_SCHEMA: &str = "prompts: ['Where is {{place}}?']
providers: ['openrouter:m/one']
defaultTest:
  assert: [{ type: is-json, value: { type: object, required: [city], properties: { city: { type: string } } } }]
tests: [{ vars: { place: Colosseum } }, { vars: { place: Louvre } }]
";

/// Of the second place the target says a number.
fn places(outgoing: &Outgoing) -> String {
    let body = outgoing.request.body.as_deref().unwrap();
    let is_source = outgoing.request.url.contains("openrouter");
    match (body.contains("Louvre"), is_source) {
        (false, _) => r#"{"city":"Rome"}"#.to_owned(),
        (true, true) => r#"{"city":"Paris"}"#.to_owned(),
        (true, false) => r#"{"city":75}"#.to_owned(),
    }
}

/// What the run shows of its schemas: checks of both sides of each row, and the pairs of the metric.
fn schemas(model: &Model) -> (Vec<[Option<Outcome>; 2]>, Option<usize>) {
    let session = model.golden.session.as_ref().unwrap();
    let rows = matrix::rows(&session.run, &session.terms.set);
    let pairs = session.judged.iter().find(|judgement| judgement.name == "Checks").map(|judgement| judgement.pairs);
    (rows.into_iter().map(|row| row.checks).collect(), pairs)
}

#[test]
fn answers_are_held_against_their_schema_and_the_verdict_waits_for_it() {
    use Outcome::{Fail, Pass, Undecided};
    let mut shell = begun_with("set.yaml", WITH_SCHEMA);
    shell.says = places;
    shell.plays();
    let is_judged = |model: &Model| !model.golden.session.as_ref().unwrap().judged.is_empty();
    assert!(!is_judged(&shell.model) && shell.model.golden.session.as_ref().unwrap().is_evaluating());
    let [(Inquiry::Set(number), checks)] = shell.asked.make_contiguous() else { panic!("{:?}", shell.asked) };
    assert_eq!(checks.len(), 3, "each text once: {checks:?}");
    let number = *number;
    let undecided = Some(Undecided);
    assert_eq!(schemas(&shell.model), (vec![[undecided; 2]; 2], None));
    shell.does(Msg::ValidityKnown(Inquiry::Pair(number), Some(Vec::new())));
    shell.does(Msg::ValidityKnown(Inquiry::Set(number + 1), Some(Vec::new())));
    assert!(!is_judged(&shell.model), "an answer to another question is dropped");
    let mut without = Shell::new(shell.model.clone(), BTreeMap::new());
    let mut stored = Shell::new(Model::whole(), shell.kept.clone());

    assert!(shell.validates() && !shell.validates());
    let known = (vec![[Some(Pass), Some(Pass)], [Some(Pass), Some(Fail)]], Some(2));
    assert_eq!(schemas(&shell.model), known);
    let session = shell.model.golden.session.as_ref().unwrap();
    let check = &session.terms.set.cases[0].checks[0];
    let words = check.judge(&matrix::results_of(&session.run, 1, Lane::Target)[0]).words;
    assert!(words.contains("`/city`") && words.contains("75 is not of type \"string\""), "{words}");

    // Where there is no validator, that is said, and what is not known is no pass.
    without.does(Msg::ValidityKnown(Inquiry::Set(number), None));
    assert!(is_judged(&without.model));
    assert_eq!(schemas(&without.model), (vec![[undecided; 2]; 2], None));

    // A reload and a case ask again, and find the same.
    stored.does(Msg::AddressChanged("#/golden".into()));
    assert!(stored.validates());
    assert_eq!(schemas(&stored.model), known);
    let mut page = Page::new();
    page.model = shell.model.clone();
    let text = page.case_text();
    super::report::valid(&text);
    let mut opened = Shell::new(Model::whole(), BTreeMap::new());
    opened.does(Msg::CaseFileRead(text.clone()));
    assert!(opened.validates());
    assert_eq!(schemas(&opened.model), known);
    opened.does(golden(GoldenMsg::EarlierRead(text)));
    assert!(opened.model.golden.earlier.is_none() && opened.validates());
    let earlier = opened.model.golden.earlier.clone().unwrap().unwrap();
    assert_eq!(earlier.judged, *opened.model.golden.session.as_ref().unwrap().judged);
}

#[test]
fn pause_resume_stop_and_a_change_of_gateway() {
    let mut shell = begun(12);
    shell.does(golden(GoldenMsg::PausePressed));
    while shell.answer() {}
    assert_eq!(phase(&shell.model), Some(Phase::Paused(Pause::Person)));
    let done = shell.sent;
    shell.does(golden(GoldenMsg::ResumePressed));
    assert!(shell.woke());
    assert!(shell.sent > done);
    for _ in 0..12 {
        shell.answer();
    }
    // Words of the round before find nothing.
    shell.does(golden(GoldenMsg::Woke(99, 1e9)));
    shell.does(Msg::BaseUrlTyped(Side::Target, "https://elsewhere.example/v1".into()));
    assert_eq!(phase(&shell.model), Some(Phase::Stopped));
    assert!(shell.open.is_empty(), "nothing goes to a gateway that is not set any more");
    let judged = shell.model.golden.session.as_ref().unwrap().judged.clone();
    assert!(!judged.is_empty());
    shell.does(golden(GoldenMsg::ResumePressed));
    assert!(
        shell.model.golden.refused.as_ref().unwrap().what.contains("other gateways")
            || shell.model.golden.refused.as_ref().unwrap().what.contains("no key")
    );
}

#[test]
fn a_lost_connection_is_tried_again_and_never_looked_into() {
    let mut shell = begun(1);
    let first = shell.open.pop_front().unwrap();
    shell.event(first.id, HttpEvent::Sent { at_ms: 0.0 });
    let sent = shell.sent;
    shell.event(first.id, HttpEvent::Failed { at_ms: 5.0, failure: Failure::Network, online: true });
    assert_eq!(shell.sent, sent, "no probe, and no attempt before its time");
    shell.plays();
    assert_eq!(phase(&shell.model), Some(Phase::Finished));
    let run = &shell.model.golden.session.as_ref().unwrap().run;
    let tried: usize = (0..6).map(|id| run.result(switchyard::golden::plan::CallId(id)).unwrap().attempts()).sum();
    assert_eq!(tried, 7);
}

#[test]
fn progress_is_not_kept_where_a_person_does_not_want_it() {
    let mut shell = begun(3);
    assert!(!shell.kept.is_empty());
    shell.does(golden(GoldenMsg::KeepSwitched(false)));
    assert!(shell.kept.is_empty());
    shell.answer();
    assert!(shell.kept.is_empty());
    shell.does(golden(GoldenMsg::KeepSwitched(true)));
    assert!(shell.kept.contains_key("terms") && shell.kept.contains_key("call/0"));
}
