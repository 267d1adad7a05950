//! Two gateways that are the same simulator with different seeds, judged as a comparison would be.

use super::draws;
use serde_json::{Value, json};
use switchyard::gateway::money::Usd;
use switchyard::measure::equivalence::Verdict;
use switchyard::measure::explanation::{Explanation, Given};
use switchyard::measure::judge::{Judgement, judge};
use switchyard::measure::margin::{RatioMargin, ShareMargin};
use switchyard::measure::metric::{Measured, Metric};
use switchyard::measure::random::Random;
use switchyard::measure::rules::Rules;
use switchyard::measure::sample::{Agreement, Triple, cost_ratios};
use switchyard::measure::standing::standing;
use switchyard::simulator::{Role, SimulatedRequest, Simulator, demo_key};

/// What one answer of the simulator gave.
#[derive(Debug, Clone)]
struct Seen {
    milliseconds: f64,
    cost: Option<Usd>,
    tokens: f64,
    works: bool,
    shape: String,
}

/// The types at all paths, not the values.
fn shape(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}:{}", shape(value))).collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(",")),
        Value::String(_) => "text".to_owned(),
        Value::Number(_) => "number".to_owned(),
        Value::Bool(_) => "bool".to_owned(),
        Value::Null => "null".to_owned(),
    }
}

fn ask(seed: u64, number: usize) -> Seen {
    let role = Role::OpenRouter;
    let body = json!({
        "model": "openai/gpt-4.1-mini",
        "messages": [{ "role": "user", "content": format!("Explain caching, in request {number}") }],
    })
    .to_string();
    let headers = [
        ("Authorization".to_owned(), format!("Bearer {}", demo_key(role))),
        ("Content-Type".to_owned(), "application/json".to_owned()),
    ];
    let response = Simulator { role, seed, fault: None }.respond(&SimulatedRequest {
        method: "POST",
        path: "/api/v1/chat/completions",
        headers: &headers,
        body: body.as_bytes(),
    });
    let bytes: Vec<u8> = response.steps.iter().flat_map(|step| step.bytes.clone()).collect();
    let waits: u32 = response.steps.iter().map(|step| step.after_ms).sum();
    let answer: Value = serde_json::from_slice(&bytes).unwrap();
    Seen {
        milliseconds: f64::from(response.head_after_ms.unwrap() + waits),
        cost: Usd::from_json(&answer["usage"]["cost"]),
        tokens: answer["usage"]["completion_tokens"].as_f64().unwrap(),
        works: response.status == 200 && answer["choices"][0]["finish_reason"] == "stop",
        shape: shape(&answer),
    }
}

fn metrics(pairs: &[Triple<Seen>]) -> Vec<Metric> {
    let of = |read: fn(&Seen) -> f64| -> Vec<Triple<Option<f64>>> {
        pairs
            .iter()
            .map(|pair| Triple {
                source: Some(read(&pair.source)),
                source_again: Some(read(&pair.source_again)),
                target: Some(read(&pair.target)),
            })
            .collect()
    };
    let costs: Vec<Triple<Option<Usd>>> = pairs
        .iter()
        .map(|pair| Triple { source: pair.source.cost, source_again: pair.source_again.cost, target: pair.target.cost })
        .collect();
    let works = |pair: &Triple<Seen>| Triple {
        source: pair.source.works,
        source_again: pair.source_again.works,
        target: pair.target.works,
    };
    let agreement = |pair: &Triple<Seen>| {
        Some(Agreement {
            again_differs: pair.source_again.shape != pair.source.shape,
            target_differs: pair.target.shape != pair.source.shape,
        })
    };
    vec![
        Metric::new("time", Measured::Quantity { pairs: of(|seen| seen.milliseconds), margin: RatioMargin::latency() }),
        Metric::new("tokens", Measured::Quantity { pairs: of(|seen| seen.tokens), margin: RatioMargin::length() }),
        Metric::new("cost", Measured::Quantity { pairs: cost_ratios(&costs), margin: RatioMargin::cost() }),
        Metric::new(
            "success",
            Measured::Success { pairs: pairs.iter().map(works).collect(), margin: ShareMargin::success() },
        ),
        Metric::new(
            "shape",
            Measured::Agreement { pairs: pairs.iter().map(agreement).collect(), margin: ShareMargin::agreement() },
        ),
    ]
}

/// Answers of the gateways of the source's and of the target's seed, each to requests of its own.
fn answers(count: usize) -> (Vec<Seen>, Vec<Seen>) {
    ((0..count).map(|number| ask(1, number)).collect(), (0..count).map(|number| ask(2, number)).collect())
}

fn run(source: &[Seen], target: &[Seen], pairs: usize, random: &mut Random) -> Vec<Triple<Seen>> {
    let mut pick = |seen: &[Seen]| seen[random.below(seen.len() as u32) as usize].clone();
    (0..pairs).map(|_| Triple { source: pick(source), source_again: pick(source), target: pick(target) }).collect()
}

#[test]
fn the_same_simulator_with_another_seed_is_never_flagged_in_1000_runs() {
    let (source, target) = answers(1_500);
    let mut random = Random::new(50, 0);
    for number in 0..1_000_u64 {
        let pairs = run(&source, &target, 30, &mut random);
        let rules = Rules { seed: number, resamples: 199, ..Rules::default() };
        for judgement in judge(&metrics(&pairs), &rules) {
            assert_ne!(judgement.verdict, Verdict::Fail, "run {number}: {judgement:?}");
        }
    }
}

#[test]
fn the_same_simulator_passes_when_there_are_enough_pairs() {
    let (source, target) = answers(600);
    let pairs = run(&source, &target, 400, &mut Random::new(51, 0));
    for judgement in judge(&metrics(&pairs), &Rules::default()) {
        println!("{}: {:?} {}", judgement.name, judgement.verdict, judgement.words);
        assert_eq!(judgement.verdict, Verdict::Pass, "{judgement:?}");
    }
}

#[test]
fn a_gateway_that_gets_slower_for_all_lanes_is_no_difference() {
    let mut random = Random::new(52, 0);
    for number in 0..300_u64 {
        let pairs: Vec<_> = (0..60)
            .map(|pair| {
                let drift = 1.0 + f64::from(pair) / 30.0;
                let slower = |time: Option<f64>| time.map(|time| time * drift);
                let times = draws::times(&mut random, 0.1, 1.0);
                Triple {
                    source: slower(times.source),
                    source_again: slower(times.source_again),
                    target: slower(times.target),
                }
            })
            .collect();
        let metric = Metric::new("time", Measured::Quantity { pairs, margin: RatioMargin::latency() });
        let verdict = judge(&[metric], &Rules { seed: number, resamples: 199, ..Rules::default() })[0].verdict;
        assert_eq!(verdict, Verdict::Pass, "run {number}");
    }
}

fn series<'a>(explanation: &'a Explanation, name: &str) -> &'a [f64] {
    let input = explanation.inputs.iter().find(|input| input.name == name).unwrap();
    let Given::Series(values) = &input.value else { panic!("{name} is a series") };
    values
}

#[test]
fn every_figure_can_be_computed_again_from_its_explanation() {
    let (source, target) = answers(60);
    let pairs = run(&source, &target, 40, &mut Random::new(53, 0));
    let rules = Rules { seed: 99, ..Rules::default() };
    let judgements = judge(&metrics(&pairs), &rules);
    assert_eq!(judgements, judge(&metrics(&pairs), &rules), "the same input gives the same figures");
    let all = |judgement: &Judgement| -> Vec<Explanation> {
        let effects = [&judgement.target, &judgement.itself].into_iter().flatten();
        effects
            .flat_map(|effect| [effect.figure.explanation.clone(), effect.range.explanation.clone()])
            .chain([judgement.stands_out.explanation.clone(), judgement.stands_out_adjusted.explanation.clone()])
            .chain(judgement.unlike_itself.as_ref().map(|figure| figure.explanation.clone()))
            .chain([judgement.explanation.clone()])
            .collect()
    };
    for judgement in &judgements {
        for explanation in all(judgement) {
            assert!(!explanation.inputs.is_empty(), "{explanation:?}");
            assert!(explanation.what_would_change_it.ends_with('.'), "{explanation:?}");
        }
    }
    let time = &judgements[0];
    let effect = time.target.as_ref().unwrap();
    let ratios = series(&effect.figure.explanation, "d");
    let again = (ratios.iter().sum::<f64>() / ratios.len() as f64).exp();
    assert!((again - effect.figure.value).abs() < 1e-12);
    assert_eq!(effect.range.explanation.seed, Some(99));
    assert!(effect.range.interval.holds(effect.figure.value));
    let lanes = ["source", "source again", "target"].map(|name| series(&time.stands_out.explanation, name));
    let values: Vec<[f64; 3]> = (0..40).map(|pair| lanes.map(|lane| lane[pair])).collect();
    assert_eq!(standing(&values).first_more, time.stands_out.value);
    let other = judge(&metrics(&pairs), &Rules { seed: 100, ..rules });
    assert_ne!(other[0].target, time.target, "another seed moves the bounds");
    assert_eq!(other[0].target.as_ref().unwrap().figure, effect.figure, "and not the estimate");
}
