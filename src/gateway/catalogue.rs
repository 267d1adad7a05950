//! Model lists of both gateways, read into one row type whatever generation they are.
//! Not a comparison of two lists, and no opinion on ids: they stay as written.
//! **Invariant:** a price is exact or absent, never rounded and never a float.

mod page;
mod price;
mod reading;
mod row;
mod serving;

pub use page::{CatalogueError, CataloguePage, read_any, read_page};
pub use reading::{CatalogueReading, Incomplete, MAXIMUM_OFFSET, MAXIMUM_PAGES, NextStep};
pub use row::ModelRow;
pub use serving::read_serving;
