//! The one owner of the model in the page: messages go in, selectors read.
//! **Invariant:** the model changes only through [`Store::dispatch`].

use leptos::prelude::*;

use crate::app::{self, Model, Msg};

/// A handle to the model; cheap to copy, given to every component by context.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Store(RwSignal<Model>);

impl Store {
    /// A store with an empty model.
    #[must_use]
    pub fn new() -> Store {
        Store(RwSignal::new(Model::default()))
    }

    /// The store of this page.
    #[must_use]
    pub fn here() -> Store {
        use_context::<Store>().unwrap_or_default()
    }

    /// Applies a message and performs what follows from it.
    pub fn dispatch(self, msg: Msg) {
        let effects = self.0.try_update(|model| app::update(model, msg)).unwrap_or_default();
        for effect in effects {
            super::perform(self, effect);
        }
    }

    /// A view of a part of the model that changes only when that part does.
    pub fn select<T>(self, part: impl Fn(&Model) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.0.with(&part))
    }

    /// Reads once, without following.
    pub fn read<T>(self, part: impl FnOnce(&Model) -> T) -> T {
        self.0.with_untracked(part)
    }
}

impl Default for Store {
    fn default() -> Self {
        Store::new()
    }
}
