//! Small parts that several pages use.

pub mod copy_button;
pub mod drawing;
pub mod icon;
pub mod in_turn;
pub mod later;
pub mod marked;
pub mod notice;
pub mod on_open;
pub mod page_head;
pub mod row_by_row;
pub mod shared;
