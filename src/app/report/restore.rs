//! From a case back to the state of the page.
//! **Invariant:** keys stay as they are, nothing is sent, and what the case does not carry stays at its beginning.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{answers, lists};
use crate::app::check::{SideCheck, Step, StepState};
use crate::app::connect::GatewaySettings;
use crate::app::inventory::Scan;
use crate::app::{Effect, Model};
use crate::compare::buffering::{Burst, Path};
use crate::compare::ignore_rule::IgnoreRule;
use crate::compare::pace::{Gaps, Kinds, Pace};
use crate::compare::run::{Marks, Run, RunState};
use crate::diagnostic::Diagnostic;
use crate::gateway::answer::{Answer, Choice, Usage};
use crate::gateway::base_url::BaseUrl;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::error::GatewayError;
use crate::gateway::failure::Cause;
use crate::gateway::http::{HttpHead, HttpRequest, Method};
use crate::gateway::money::Usd;
use crate::gateway::profile::Profile;
use crate::gateway::profiles::GENERIC;
use crate::gateway::reader::{Carries, Ending, Frame};
use crate::gateway::side::{PerSide, Side};
use crate::inventory::finding::{Action, Class, Finding};
use crate::inventory::intake::Intake;
use crate::inventory::protocol::{Count, Report};
use crate::migrate::patch::environment::EnvironmentDiff;
use crate::migrate::snippets::SnippetLanguage;
use crate::models::alias_map::AliasFormat;
use crate::models::nearest::{Candidate, Confidence};
use crate::models::pair::Volume;
use crate::models::validation::{AliasRow, AliasStatus, Approver, Decision, Finding as AliasFinding};
use crate::share::case::{
    AliasPart, BurstPart, Case, ChoicePart, FindingPart, GatewayPart, IgnoredPart, InventoryPart, MarksPart, PacePart,
    RunPart, SideRunPart, Sides,
};

/// Puts the case in place of what was there; what is still asked of the page's own worker comes back.
pub(super) fn restore(model: &mut Model, case: Case) -> Option<Effect> {
    let fresh = Model::default();
    model.demo = case.simulated;
    for (side, part) in both(case.gateways) {
        let settings = gateway(&part);
        let keep = settings.base_url.as_ref().ok().map(BaseUrl::origin);
        let field = model.keys.get_mut(side);
        if field.key.as_ref().is_some_and(|key| Some(key.origin()) != keep.as_ref()) {
            *field = crate::app::connect::KeyField { cleared: field.cleared + 1, ..Default::default() };
        }
        *model.gateways.get_mut(side) = settings;
        *model.check.get_mut(side) = check(&part);
    }
    model.inventory.scan = case.inventory.map(|part| Scan::Opened(Arc::new(report(part)))).unwrap_or_default();
    model.migrate.patch = fresh.migrate.patch;
    model.migrate.carried = None;
    model.models = fresh.models;
    model.catalogues = fresh.catalogues;
    if let Some(part) = case.models {
        model.models.ids_text = part.ids;
        model.models.notes =
            part.notes.into_iter().map(|note| Diagnostic::new(note.what, note.why, note.do_this)).collect();
        let format = part.alias_format.as_deref();
        model.models.format =
            AliasFormat::ALL.into_iter().find(|other| Some(other.label()) == format).unwrap_or_default();
        model.models.volume = part
            .monthly_tokens
            .map(|tokens| Volume { input: tokens.input, output: tokens.output, cached: tokens.cached })
            .unwrap_or_default();
        for (side, list) in both(part.catalogues) {
            *model.catalogues.get_mut(side) = list.map(lists::restore).unwrap_or_default();
        }
        for alias in part.aliases {
            let listed = model.catalogues.target.rows().is_some_and(|rows| {
                rows.iter().any(|row| {
                    Some(&row.id) == alias.target.as_ref()
                        || row.aliases.iter().any(|other| Some(other) == alias.target.as_ref())
                })
            });
            // An approval counts only with the row that it stands on.
            let approved = alias.approved && listed;
            Arc::make_mut(&mut model.models.rows).push(alias_row(AliasPart { approved, ..alias }));
        }
    }
    model.compare = fresh.compare;
    if let Some(part) = case.request {
        model.compare.stream = part.stream;
        let endpoint = Endpoint::parse(&part.endpoint).unwrap_or_default();
        model.compare.set_request(part.body, endpoint);
    }
    if let Some(rules) = case.ignored {
        let rule = |part: IgnoredPart| IgnoreRule { path: part.path, reason: part.reason };
        model.compare.judging.ignored = rules.into_iter().map(rule).collect();
    }
    if let Some(run) = case.runs.into_iter().next_back() {
        model.compare.runs = runs(run);
    }
    let question = crate::app::golden::opened(model, case.golden);
    if let Some(part) = case.migrate {
        model.migrate.language =
            SnippetLanguage::ALL.into_iter().find(|language| language.label() == part.language).unwrap_or_default();
        // The code is not here, so that nothing can be taken or left; what was decided goes along with the next case.
        model.migrate.carried = Some(part);
    }
    question
}

fn both<T>(sides: Sides<T>) -> [(Side, T); 2] {
    [(Side::Source, sides.source), (Side::Target, sides.target)]
}

fn report(part: InventoryPart) -> Report {
    let mut counts: BTreeMap<(Class, Action), u32> = BTreeMap::new();
    for finding in &part.findings {
        *counts.entry((finding.class, finding.action)).or_default() += 1;
    }
    Report {
        intake: Intake { read: part.files_read, ..Intake::default() },
        kept: part.files.len(),
        counts: counts.into_iter().map(|((class, action), count)| Count { class, action, count }).collect(),
        total_findings: part.findings_in_all,
        findings: part.findings.into_iter().map(finding).collect(),
        hashes: part.files.into_iter().map(|file| (file.path, file.sha256)).collect(),
        files: Vec::new(),
        troubles: Vec::new(),
        models: Vec::new(),
        response_fields: part.response_fields,
        request_fields: Vec::new(),
        parameters: Vec::new(),
        environment: EnvironmentDiff::default(),
        live_keys: part.live_keys,
    }
}

fn finding(part: FindingPart) -> Finding {
    Finding {
        rule: part.rule,
        class: part.class,
        file: part.file,
        line: part.line,
        column: part.column,
        text: part.text,
        confidence: part.confidence,
        action: part.action,
        advice: part.advice,
        carries: None,
    }
}

fn gateway(part: &GatewayPart) -> GatewaySettings {
    let profile = Profile::by_id(&part.profile).unwrap_or(&GENERIC);
    GatewaySettings::of_case(profile, part.base_url.clone(), part.key_variable.clone())
}

fn check(part: &GatewayPart) -> SideCheck {
    let mut check = SideCheck::default();
    for step in Step::ALL {
        let Some(found) = part.check.iter().find(|other| other.step == step.name()) else {
            continue;
        };
        let took_ms = found.took_ms.unwrap_or(0.0);
        check.set(
            step,
            match found.state.as_str() {
                "passed" => StepState::Passed { detail: found.detail.clone(), took_ms },
                "failed" => {
                    let (why, do_this) = found.advice.clone().unwrap_or_default();
                    StepState::Failed {
                        code: found.code.clone().unwrap_or_default(),
                        problem: Diagnostic::new(found.detail.clone(), why, do_this),
                        took_ms,
                    }
                }
                _ => StepState::Skipped(found.detail.clone()),
            },
        );
    }
    check
}

fn alias_row(part: AliasPart) -> AliasRow {
    let named = part.proof.iter().find(|proof| proof.side == Side::Target.word()).map(|proof| proof.id.as_str());
    let by = if part.approved_by.as_deref() == Some("catalogue") { Approver::Catalogue } else { Approver::Person };
    AliasRow {
        decision: match part.target.clone() {
            Some(target) if part.approved => Decision::Approved { target, by },
            Some(target) => Decision::Picked { target },
            None => Decision::Open,
        },
        // What an alias is one of is the row that proves it; the target may be the moving alias itself, or another pick.
        status: AliasStatus::parse(&part.status, named.or(part.target.as_deref()).unwrap_or_default()),
        finding: AliasFinding {
            rule: part.rule,
            confidence: Confidence::parse(&part.confidence),
            evidence: part.evidence,
            proof: part
                .proof
                .into_iter()
                .filter_map(|proof| Some((Side::BOTH.into_iter().find(|side| side.word() == proof.side)?, proof.id)))
                .collect(),
        },
        source: part.source,
        candidates: part
            .candidates
            .into_iter()
            .map(|candidate| Candidate {
                id: candidate.id,
                reason: candidate.reason,
                confidence: Confidence::parse(&candidate.confidence),
            })
            .collect(),
    }
}

fn runs(part: RunPart) -> PerSide<Option<Run>> {
    let endpoint = Endpoint::parse(&part.endpoint).unwrap_or_default();
    PerSide {
        source: part.source.map(|side| side_run(side, endpoint, part.stream)),
        target: part.target.map(|side| side_run(side, endpoint, part.stream)),
    }
}

fn side_run(part: SideRunPart, endpoint: Endpoint, stream: bool) -> Run {
    let request = HttpRequest {
        method: Method::Post,
        url: part.url,
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: Some(part.request),
    };
    let error = part.error.map(|error| {
        let read = match &error.original {
            serde_json::Value::String(text) => GatewayError::read(error.status.unwrap_or(0), None, text),
            json => GatewayError::from_json(error.status, json)
                .unwrap_or_else(|| GatewayError::read(error.status.unwrap_or(0), None, &json.to_string())),
        };
        let retry_after_seconds = error.retry_after_seconds;
        GatewayError { message: error.message, status: error.status, retry_after_seconds, ..read }
    });
    let usage = part.usage.map(|usage| Usage {
        prompt_tokens: usage.prompt_tokens,
        completion_tokens: usage.completion_tokens,
        total_tokens: usage.total_tokens,
        cached_tokens: usage.cached_tokens,
        reasoning_tokens: usage.reasoning_tokens,
        cost: part.cost_usd.and_then(|cost| Usd::from_json(&serde_json::Value::String(cost))),
    });
    let first = answers::restore(ChoicePart {
        text: part.text,
        reasoning: part.reasoning,
        refusal: part.refusal,
        tool_calls: part.tool_calls,
        tool_call_ids: part.tool_call_ids,
        finish_reason: part.finish_reason,
        native_finish_reason: part.native_finish_reason,
    });
    let mut choices: Vec<Choice> = Vec::new();
    if first != Choice::default() || !part.more_choices.is_empty() {
        choices.push(first);
        choices.extend(part.more_choices.into_iter().map(answers::restore));
    }
    let answer = Answer { id: part.id, model: part.model, provider: part.provider, choices, usage, error };
    let head = part.status.map(|status| HttpHead { status, headers: part.headers });
    let frames = part
        .frames
        .into_iter()
        .map(|frame| Frame {
            at_ms: frame.at,
            event: frame.event,
            data: frame.data,
            carries: Carries::from_words(frame.carries.iter().map(String::as_str)),
        })
        .collect();
    let mut run = Run::new(request, endpoint, stream, part.simulated);
    run.hidden = part.hidden;
    run.invalid_bytes = part.invalid_bytes;
    run.server_timing = part.server_timing;
    let state = state(&part.outcome, part.limit_ms, part.refused_headers);
    run.restore(state, marks(part.marks), head, frames, answer, ending(&part.ending));
    if run.frames.is_empty() && part.frames_received > 0 {
        run.leave_out(pace(part.pace, part.frames_received, stream));
    }
    run
}

/// What a case says of frames that it leaves out; one of an earlier page says their number alone.
fn pace(part: Option<PacePart>, frames: usize, stream: bool) -> Pace {
    let Some(PacePart { outputs, comments, gaps_ms, burst }) = part else {
        return Pace { frames, kinds: None, gaps: None, path: Path::Unknown };
    };
    let BurstPart { frames: together, bursts, within_ms, after_ms } = burst.unwrap_or_default();
    let burst = burst.map(|_| Burst { frames: together, of: outputs, bursts, within_ms, after_ms });
    Pace {
        frames,
        kinds: Some(Kinds { outputs, comments }),
        gaps: gaps_ms.map(|[p50, p95, max]| Gaps { p50, p95, max, count: outputs.saturating_sub(1) }),
        path: Path::of_numbers(stream, outputs, burst),
    }
}

const fn marks(part: MarksPart) -> Marks {
    Marks {
        head: part.head,
        first_byte: part.first_byte,
        first_reasoning: part.first_reasoning,
        first_text: part.first_text,
        first_tool: part.first_tool,
        last_output: part.last_output,
        finish: part.finish,
        end: part.end,
    }
}

fn state(outcome: &str, limit_ms: Option<u32>, refused_headers: Vec<String>) -> RunState {
    match outcome.split_once(':') {
        None if outcome == "answered" => RunState::Answered,
        None if outcome == "refused" => RunState::Refused,
        Some(("failed", cause)) => RunState::Failed(Cause::parse(cause, limit_ms, refused_headers)),
        // A run that was on the way when the case was written went no further for its reader.
        _ => RunState::Stopped,
    }
}

fn ending(word: &str) -> Ending {
    let all = [
        Ending::Open,
        Ending::Done,
        Ending::Terminal,
        Ending::EndOfBody,
        Ending::Cut,
        Ending::Document,
        Ending::Unreadable,
    ];
    all.into_iter().find(|ending| super::carry::ending_word(*ending) == word).unwrap_or_default()
}
