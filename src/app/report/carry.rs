//! From the state of the page to a case. Not the redaction: `share::case::write` does that.
//! **Invariant:** what a case carries is named here field by field; nothing goes along unseen.

use std::collections::BTreeSet;

use super::{Moment, Part, answers, lists};
use crate::app::Model;
use crate::app::catalogues::Catalogue;
use crate::app::check::{Step, StepState};
use crate::app::golden;
use crate::compare::buffering::Path;
use crate::compare::ignore_rule::IgnoreRule;
use crate::compare::pace::Pace;
use crate::compare::run::{Run, RunState};
use crate::diagnostic::Diagnostic;
use crate::gateway::catalogue::ModelRow;
use crate::gateway::error::Original;
use crate::gateway::failure::Cause;
use crate::gateway::reader::{Ending, Frame};
use crate::gateway::side::Side;
use crate::inventory::protocol::{Output, Report};
use crate::models::validation::{AliasRow, Approver, Decision};
use crate::share::case::{
    AliasPart, BurstPart, CandidatePart, Case, ChoicePart, EDITS, EditPart, ErrorPart, FORMAT, FilePart, FindingPart,
    FramePart, GatewayPart, IgnoredPart, InventoryPart, MarksPart, MigratePart, ModelsPart, NotePart, PATCH_BYTES,
    PacePart, ProofPart, RequestPart, RunPart, SideRunPart, Sides, StepPart, UsagePart, VolumePart,
};

/// The case; `left_out` are parts that a person wants in it and that do not fit.
pub(super) fn case(model: &Model, now: &Moment, left_out: &[Part]) -> Case {
    let carries = |part: Part| model.carries(part) && !left_out.contains(&part);
    Case {
        switchyard: FORMAT,
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        created: now.0.clone(),
        simulated: model.demo,
        gateways: sides(|side| gateway(model, side)),
        inventory: model.findings_report().filter(|_| carries(Part::Inventory)).map(|report| inventory(report)),
        models: model.carries(Part::Models).then(|| models(model)),
        request: model.carries(Part::Request).then(|| RequestPart {
            endpoint: model.compare.endpoint.path().to_owned(),
            stream: model.compare.stream,
            body: model.compare.body_text.clone(),
        }),
        runs: if model.carries(Part::Answers) { runs(model, carries(Part::Frames)) } else { Vec::new() },
        ignored: (model.carries(Part::Answers)
            && Side::BOTH.into_iter().any(|side| model.compare.runs.get(side).is_some()))
        .then(|| ignored(model)),
        golden: carries(Part::Golden).then(|| golden::carried(model)).flatten(),
        migrate: Some(migrate(model, carries(Part::Inventory))),
    }
}

/// What goes into the code: the changes of the scan, or those of the case that was opened.
fn migrate(model: &Model, with_changes: bool) -> MigratePart {
    let language = model.migrate.language.label().to_owned();
    let (true, Some(report)) = (with_changes, model.inventory_report()) else {
        let carried = model.migrate.carried.clone().filter(|_| with_changes).unwrap_or_default();
        return MigratePart { language, ..carried };
    };
    let patch = &model.migrate.patch;
    let hunks = || report.files.iter().flat_map(|file| file.hunks.iter().map(move |hunk| (file, hunk)));
    let edits = hunks().take(EDITS).map(|(file, hunk)| {
        let mut rules: Vec<String> = hunk.reasons.iter().map(|why| why.rule.clone()).collect();
        rules.dedup();
        let reasons: Vec<&str> = hunk.reasons.iter().map(|why| why.reason.as_str()).collect();
        EditPart {
            file: file.path.clone(),
            line: hunk.line,
            safety: hunk.safety.word().to_owned(),
            rules,
            reason: reasons.join(" "),
            taken: patch.accepted.0.get(&file.file).is_some_and(|taken| taken.contains(&hunk.id)),
        }
    });
    let text = patch.layers.get(&Output::Patch).filter(|text| !text.is_empty() && text.len() <= PATCH_BYTES);
    MigratePart {
        language,
        edits: edits.collect(),
        edits_in_all: hunks().count(),
        patch: text.map(|text| text.to_string()),
    }
}

fn ignored(model: &Model) -> Vec<IgnoredPart> {
    let part = |rule: &IgnoreRule| IgnoredPart { path: rule.path.clone(), reason: rule.reason.clone() };
    model.compare.judging.ignored.iter().map(part).collect()
}

fn sides<T>(mut make: impl FnMut(Side) -> T) -> Sides<T> {
    Sides { source: make(Side::Source), target: make(Side::Target) }
}

fn inventory(report: &Report) -> InventoryPart {
    InventoryPart {
        files_read: report.intake.read,
        findings_in_all: report.total_findings,
        live_keys: report.live_keys,
        files: report
            .hashes
            .iter()
            .map(|(path, sha256)| FilePart { path: path.clone(), sha256: sha256.clone() })
            .collect(),
        findings: report
            .findings
            .iter()
            .map(|finding| FindingPart {
                rule: finding.rule.clone(),
                class: finding.class,
                file: finding.file.clone(),
                line: finding.line,
                column: finding.column,
                text: finding.text.clone(),
                confidence: finding.confidence,
                action: finding.action,
                advice: finding.advice.clone(),
            })
            .collect(),
        response_fields: report.response_fields.clone(),
    }
}

fn gateway(model: &Model, side: Side) -> GatewayPart {
    let settings = model.gateways.get(side);
    let check = model.check.get(side);
    GatewayPart {
        profile: settings.profile.id.to_owned(),
        base_url: match &settings.base_url {
            Ok(base) => base.to_string(),
            // What is refused may hold a password; only what follows it is carried.
            Err(_) => settings.base_url_text.rsplit('@').next().unwrap_or_default().to_owned(),
        },
        key_variable: settings.key_variable.clone(),
        check: if model.carries(Part::Check) {
            Step::ALL.into_iter().filter_map(|step| step_part(step, check.step(step))).collect()
        } else {
            Vec::new()
        },
    }
}

fn step_part(step: Step, state: &StepState) -> Option<StepPart> {
    let part = |state: &str, detail: String| StepPart {
        step: step.name().to_owned(),
        state: state.to_owned(),
        detail,
        ..StepPart::default()
    };
    match state {
        StepState::NotRun | StepState::Running => None,
        StepState::Passed { detail, took_ms } => {
            Some(StepPart { took_ms: Some(*took_ms), ..part("passed", detail.clone()) })
        }
        StepState::Failed { code, problem, took_ms } => Some(StepPart {
            took_ms: Some(*took_ms),
            code: Some(code.clone()),
            advice: Some((problem.why.clone(), problem.do_this.clone())),
            ..part("failed", problem.what.clone())
        }),
        StepState::Skipped(reason) => Some(part("skipped", reason.clone())),
    }
}

fn models(model: &Model) -> ModelsPart {
    let page = &model.models;
    let mut spoken_of: BTreeSet<&str> = BTreeSet::new();
    for row in page.rows.iter() {
        spoken_of.insert(&row.source);
        spoken_of.extend(row.candidates.iter().map(|candidate| candidate.id.as_str()));
        spoken_of.extend(row.target());
        spoken_of.extend(row.finding.proof.iter().map(|(_, id)| id.as_str()));
    }
    ModelsPart {
        ids: page.ids_text.clone(),
        catalogues: sides(|side| match model.catalogues.get(side) {
            Catalogue::Ready(ready) => Some(lists::carry(ready, |row| is_spoken_of(row, &spoken_of))),
            _ => None,
        }),
        aliases: page.rows.iter().map(alias).collect(),
        notes: page.notes.iter().map(note).collect(),
        alias_format: Some(page.format.label().to_owned()),
        monthly_tokens: Some(VolumePart {
            input: page.volume.input,
            output: page.volume.output,
            cached: page.volume.cached,
        }),
    }
}

fn note(note: &Diagnostic) -> NotePart {
    NotePart { what: note.what.clone(), why: note.why.clone(), do_this: note.do_this.clone() }
}

fn is_spoken_of(row: &ModelRow, spoken_of: &BTreeSet<&str>) -> bool {
    let mut names = [&row.id].into_iter().chain(&row.canonical_slug).chain(&row.aliases);
    names.any(|name| spoken_of.contains(name.as_str()))
}

fn alias(row: &AliasRow) -> AliasPart {
    AliasPart {
        source: row.source.clone(),
        status: row.status.word().to_owned(),
        target: row.target().map(str::to_owned),
        candidates: row
            .candidates
            .iter()
            .map(|candidate| CandidatePart {
                id: candidate.id.clone(),
                reason: candidate.reason.clone(),
                confidence: candidate.confidence.word().to_owned(),
            })
            .collect(),
        rule: row.finding.rule.clone(),
        confidence: row.finding.confidence.word().to_owned(),
        evidence: row.evidence(),
        proof: row
            .finding
            .proof
            .iter()
            .map(|(side, id)| ProofPart { side: side.word().to_owned(), id: id.clone() })
            .collect(),
        approved_by: match &row.decision {
            Decision::Approved { by: Approver::Catalogue, .. } => Some("catalogue".to_owned()),
            Decision::Approved { by: Approver::Person, .. } => Some("person".to_owned()),
            Decision::Open | Decision::Picked { .. } => None,
        },
        approved: row.is_approved(),
    }
}

fn runs(model: &Model, with_frames: bool) -> Vec<RunPart> {
    let Some(any) = Side::BOTH.into_iter().find_map(|side| model.compare.runs.get(side).as_ref()) else {
        return Vec::new();
    };
    let side = |side: Side| {
        model.compare.runs.get(side).as_ref().map(|run| side_run(run, with_frames, model.carries(Part::Request)))
    };
    vec![RunPart {
        endpoint: any.endpoint().path().to_owned(),
        stream: any.stream,
        source: side(Side::Source),
        target: side(Side::Target),
    }]
}

fn side_run(run: &Run, with_frames: bool, with_request: bool) -> SideRunPart {
    let mut choices = run.answer.choices.iter().map(answers::carry);
    let first = choices.next().unwrap_or_default();
    let ChoicePart { text, reasoning, refusal, tool_calls, tool_call_ids, finish_reason, native_finish_reason } = first;
    let (limit_ms, refused_headers) = match &run.state {
        RunState::Failed(Cause::Hang(limit)) => (Some(*limit), Vec::new()),
        RunState::Failed(Cause::Cors { refused_headers }) => (None, refused_headers.clone()),
        _ => (None, Vec::new()),
    };
    let usage = run.answer.usage.as_ref();
    let pace = Pace::of(run);
    SideRunPart {
        url: run.request.url.clone(),
        request: if with_request { run.request.body.clone().unwrap_or_default() } else { String::new() },
        simulated: run.simulated,
        status: run.head.as_ref().map(|head| head.status),
        headers: run.head.as_ref().map(|head| head.headers.clone()).unwrap_or_default(),
        outcome: outcome(&run.state),
        limit_ms,
        refused_headers,
        ending: ending_word(run.ending).to_owned(),
        invalid_bytes: run.invalid_bytes,
        hidden: run.hidden,
        server_timing: run.server_timing.clone(),
        marks: MarksPart {
            head: run.marks.head,
            first_byte: run.marks.first_byte,
            first_reasoning: run.marks.first_reasoning,
            first_text: run.marks.first_text,
            first_tool: run.marks.first_tool,
            last_output: run.marks.last_output,
            finish: run.marks.finish,
            end: run.marks.end,
        },
        frames: if with_frames { run.frames.iter().map(frame).collect() } else { Vec::new() },
        frames_received: pace.frames,
        pace: if with_frames && run.left_out().is_none() { None } else { pace_part(&pace) },
        text,
        reasoning,
        tool_calls,
        tool_call_ids,
        refusal,
        finish_reason,
        native_finish_reason,
        more_choices: choices.collect(),
        usage: usage.map(|usage| UsagePart {
            prompt_tokens: usage.prompt_tokens,
            completion_tokens: usage.completion_tokens,
            total_tokens: usage.total_tokens,
            cached_tokens: usage.cached_tokens,
            reasoning_tokens: usage.reasoning_tokens,
        }),
        cost_usd: usage.and_then(|usage| usage.cost).map(|cost| cost.to_plain()),
        provider: run.answer.provider.clone(),
        model: run.answer.model.clone(),
        id: run.answer.id.clone(),
        error: run.answer.error.as_ref().map(|error| ErrorPart {
            original: match &error.original {
                Original::Json(value) => value.clone(),
                Original::Text(text) => serde_json::Value::String(text.clone()),
            },
            message: error.message.clone(),
            status: error.status,
            retry_after_seconds: error.retry_after_seconds,
        }),
    }
}

/// How the frames came; `None` where none did or nothing is known of them.
fn pace_part(pace: &Pace) -> Option<PacePart> {
    let kinds = pace.kinds.filter(|_| pace.frames > 0)?;
    let burst = match pace.path {
        Path::Buffers(burst) => Some(BurstPart {
            frames: burst.frames,
            bursts: burst.bursts,
            within_ms: burst.within_ms,
            after_ms: burst.after_ms,
        }),
        _ => None,
    };
    Some(PacePart {
        outputs: kinds.outputs,
        comments: kinds.comments,
        gaps_ms: pace.gaps.map(|gaps| [gaps.p50, gaps.p95, gaps.max]),
        burst,
    })
}

fn outcome(state: &RunState) -> String {
    match state {
        RunState::Running => "running".to_owned(),
        RunState::Answered => "answered".to_owned(),
        RunState::Refused => "refused".to_owned(),
        RunState::Stopped => "stopped".to_owned(),
        RunState::Failing(_) => "failed:network".to_owned(),
        RunState::Failed(cause) => format!("failed:{}", cause.code()),
    }
}

pub(super) const fn ending_word(ending: Ending) -> &'static str {
    match ending {
        Ending::Open => "open",
        Ending::Done => "done",
        Ending::Terminal => "terminal",
        Ending::EndOfBody => "end_of_body",
        Ending::Cut => "cut",
        Ending::Document => "document",
        Ending::Unreadable => "unreadable",
    }
}

fn frame(frame: &Frame) -> FramePart {
    FramePart {
        at: frame.at_ms,
        event: frame.event.clone(),
        data: frame.data.clone(),
        carries: frame.carries.words().into_iter().map(str::to_owned).collect(),
    }
}
