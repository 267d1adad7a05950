//! The open connections, so that any of them can be closed.
//! **Invariant:** a connection that is closed by us reports why; the browser's own words for it are not asked.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use web_sys::AbortController;

use crate::app::RequestId;
use crate::gateway::failure::Failure;

/// One open connection.
pub struct Connection {
    closed: Cell<Option<Failure>>,
    controller: Option<AbortController>,
    on_close: RefCell<Option<Box<dyn FnOnce()>>>,
}

thread_local! {
    static OPEN: RefCell<BTreeMap<RequestId, Rc<Connection>>> = const { RefCell::new(BTreeMap::new()) };
}

impl Connection {
    /// Writes a connection into the book.
    pub fn open(id: RequestId, controller: Option<AbortController>) -> Rc<Connection> {
        let connection = Rc::new(Connection { closed: Cell::new(None), controller, on_close: RefCell::new(None) });
        OPEN.with_borrow_mut(|open| open.insert(id, Rc::clone(&connection)));
        connection
    }

    /// Why we closed it, if we did.
    pub fn closed(&self) -> Option<Failure> {
        self.closed.get()
    }

    /// What to do at once when it is closed.
    pub fn when_closed(&self, action: impl FnOnce() + 'static) {
        *self.on_close.borrow_mut() = Some(Box::new(action));
    }

    /// Closes it for this reason.
    pub fn close(&self, why: Failure) {
        if self.closed.get().is_some() {
            return;
        }
        self.closed.set(Some(why));
        if let Some(controller) = &self.controller {
            // Without a reason: the fetch wrapper expects the rejection to be an Error, which a reason need not be.
            controller.abort();
        }
        let action = self.on_close.borrow_mut().take();
        if let Some(action) = action {
            action();
        }
    }
}

/// Takes a connection out of the book.
pub fn forget(id: RequestId) {
    OPEN.with_borrow_mut(|open| open.remove(&id));
}

/// Closes a connection because a person stopped it or it is no longer wanted.
pub fn abort(id: RequestId) {
    let connection = OPEN.with_borrow(|open| open.get(&id).cloned());
    if let Some(connection) = connection {
        connection.close(Failure::Stopped);
    }
}
