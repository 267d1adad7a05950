//! Something big that selectors may compare for free.
//! **Invariant:** two are equal only if they are the very same.

use std::sync::Arc;

/// Something big that is the same only if it is the very same: comparing it is free.
#[derive(Debug)]
pub struct Shared<T>(pub Arc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
