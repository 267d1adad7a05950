//! The whole journey through `update`, with the simulator in place of the shell: what a browser would do is done
//! here in no time, event by event.

use std::collections::VecDeque;

use switchyard::app::golden::GoldenMsg;
use switchyard::app::http::{HttpEvent, Piece};
use switchyard::app::report::Moment;
use switchyard::app::{Copyable, Effect, Model, Msg, Outgoing, Reading, RequestId, Via, update};
use switchyard::compare::validity::validate;
use switchyard::gateway::failure::Failure;
use switchyard::gateway::http::HttpHead;
use switchyard::gateway::side::{PerSide, Side};
use switchyard::simulator::cors::through_a_browser;
use switchyard::simulator::{End, Fault, Role, SimulatedRequest, Simulator};

/// A page without a browser.
pub struct Page {
    pub model: Model,
    pub left: Vec<Effect>,
    /// Requests that never got an answer; a stop or a limit ends them.
    pub hanging: Vec<RequestId>,
    /// What is wrong with each gateway.
    pub faults: PerSide<Option<Fault>>,
    /// Every body that was asked, with its side.
    pub bodies: Vec<(Side, String)>,
    clock: f64,
}

impl Page {
    /// A page of which every part has been fetched.
    pub fn new() -> Page {
        Page {
            model: Model::whole(),
            left: Vec::new(),
            hanging: Vec::new(),
            faults: PerSide::default(),
            bodies: Vec::new(),
            clock: 0.0,
        }
    }

    /// Does one thing and everything that follows from it. Effects that are no requests are kept in `left`.
    pub fn does(&mut self, msg: Msg) -> &mut Page {
        let mut waiting: VecDeque<Effect> = update(&mut self.model, msg).into();
        while let Some(effect) = waiting.pop_front() {
            match effect {
                Effect::Send(outgoing) => {
                    for event in self.answer(&outgoing) {
                        waiting.extend(update(&mut self.model, Msg::Http(outgoing.id, event)));
                    }
                }
                Effect::Abort(id) => {
                    let at_ms = self.clock;
                    let event = HttpEvent::Failed { at_ms, failure: Failure::Stopped, online: true };
                    waiting.extend(update(&mut self.model, Msg::Http(id, event)));
                }
                Effect::Wake { round, after_ms } => {
                    self.clock += after_ms;
                    let woke = Msg::Golden(GoldenMsg::Woke(round, self.clock));
                    waiting.extend(update(&mut self.model, woke));
                }
                // The page's worker does no more.
                Effect::Validate(inquiry, checks) => {
                    let known = Msg::ValidityKnown(inquiry, Some(validate(&checks)));
                    waiting.extend(update(&mut self.model, known));
                }
                other => self.left.push(other),
            }
        }
        self
    }

    fn answer(&mut self, outgoing: &Outgoing) -> Vec<HttpEvent> {
        let Via::Simulator(role, path) = &outgoing.via else {
            panic!("a request would have left the tab: {outgoing:?}");
        };
        let url = &outgoing.request.url;
        let mut headers = outgoing.request.headers.clone();
        if let Some(value) = outgoing.key.as_ref().and_then(|key| key.authorization_for(url)) {
            headers.push(("Authorization".into(), value));
        }
        let request = SimulatedRequest {
            method: outgoing.request.method.as_str(),
            path,
            headers: &headers,
            body: outgoing.request.body.as_deref().unwrap_or("").as_bytes(),
        };
        if outgoing.reading == Reading::Presence {
            // The host is there; whether the page may read was not asked.
            return vec![HttpEvent::GotThrough];
        }
        let side = if *role == Role::OpenRouter { Side::Source } else { Side::Target };
        self.bodies.extend(outgoing.request.body.clone().map(|body| (side, body)));
        let mut events = vec![HttpEvent::Sent { at_ms: self.clock }];
        let Ok(response) =
            through_a_browser(&Simulator { role: *role, seed: 1, fault: *self.faults.get(side) }, &request)
        else {
            events.push(HttpEvent::Failed { at_ms: self.clock, failure: Failure::Network, online: true });
            return events;
        };
        if outgoing.reading != Reading::Whole {
            return vec![HttpEvent::GotThrough];
        }
        let Some(head_after) = response.head_after_ms else {
            self.hanging.push(outgoing.id);
            return events;
        };
        self.clock += f64::from(head_after);
        events.push(HttpEvent::Head {
            at_ms: self.clock,
            head: HttpHead { status: response.status, headers: response.headers },
        });
        for step in response.steps {
            self.clock += f64::from(step.after_ms);
            events.push(HttpEvent::Bytes(vec![Piece { at_ms: self.clock, bytes: step.bytes }]));
        }
        match response.end {
            End::Complete => events.push(HttpEvent::Ended { at_ms: self.clock }),
            End::Cut => events.push(HttpEvent::Failed { at_ms: self.clock, failure: Failure::Cut, online: true }),
            End::Hang => self.hanging.push(outgoing.id),
        }
        events
    }

    pub fn case_text(&mut self) -> String {
        self.left.clear();
        self.does(Msg::CaseDownloadPressed(now()));
        match self.left.pop() {
            Some(Effect::Download { text, .. }) => text,
            other => panic!("no file but {other:?}"),
        }
    }

    pub fn link(&mut self) -> String {
        self.left.clear();
        self.does(Msg::CopyPressed(Copyable::Link, now()));
        match self.left.pop() {
            Some(Effect::CopyLink(fragment)) => fragment,
            other => panic!("no link but {other:?}"),
        }
    }
}

pub fn now() -> Moment {
    Moment("2026-11-22T10:00:00.000Z".into())
}
