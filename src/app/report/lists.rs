//! The model lists of the page as a case carries them, and back.
//! Not the choice of rows: that is `carry`, which knows what the case speaks of.
//! **Invariant:** a row comes back as it went; a new field of a row does not compile before it is carried.

use std::sync::Arc;

use crate::app::catalogues::{Catalogue, Origin, ReadyCatalogue};
use crate::gateway::catalogue::{Incomplete, ModelRow};
use crate::gateway::money::Usd;
use crate::share::case::{CataloguePart, CatalogueRowPart, OriginPart};

/// The list with those of its rows that are wanted.
pub(super) fn carry(ready: &ReadyCatalogue, wanted: impl Fn(&ModelRow) -> bool) -> CataloguePart {
    CataloguePart {
        rows_read: ready.trimmed_from.unwrap_or(ready.rows.len()),
        pages: ready.pages,
        incomplete: ready.incomplete.is_some(),
        stopped_by: ready.incomplete.map(|reason| reason.word().to_owned()),
        total: ready.total,
        unreadable_rows: ready.unreadable_rows,
        simulated: ready.simulated,
        origin: Some(match &ready.origin {
            Origin::Gateway => OriginPart::Gateway,
            Origin::File(name) => OriginPart::File { name: name.clone() },
            Origin::Pasted => OriginPart::Pasted,
            Origin::Snapshot(as_of) => OriginPart::Snapshot { as_of: as_of.clone() },
        }),
        refused_filter: ready.refused_filter.clone(),
        rows: ready.rows.iter().filter(|row| wanted(row)).cloned().map(row_part).collect(),
    }
}

/// The list as it was when the case was written, less the rows that it does not carry.
pub(super) fn restore(part: CataloguePart) -> Catalogue {
    let reason = part.stopped_by.as_deref().map_or(Incomplete::PageLimit, Incomplete::parse);
    Catalogue::Ready(ReadyCatalogue {
        rows: Arc::new(part.rows.into_iter().map(row).collect()),
        pages: part.pages,
        total: part.total,
        incomplete: part.incomplete.then_some(reason),
        unreadable_rows: part.unreadable_rows,
        simulated: part.simulated,
        origin: match part.origin {
            None | Some(OriginPart::Gateway) => Origin::Gateway,
            Some(OriginPart::File { name }) => Origin::File(name),
            Some(OriginPart::Pasted) => Origin::Pasted,
            Some(OriginPart::Snapshot { as_of }) => Origin::Snapshot(as_of),
        },
        refused_filter: part.refused_filter,
        trimmed_from: Some(part.rows_read),
    })
}

fn row_part(row: ModelRow) -> CatalogueRowPart {
    let price = |price: Option<Usd>| price.map(Usd::to_plain);
    let ModelRow {
        id,
        name,
        canonical_slug,
        aliases,
        alias_target,
        organization,
        context_length,
        max_output_tokens,
        input_modalities,
        output_modalities,
        parameters,
        parameter_ranges,
        endpoints,
        price_input_per_million,
        price_output_per_million,
        price_cached_input_per_million,
        price_varies,
        providers,
        created,
        lifecycle_status,
        availability_status,
        retires_at,
        replacement_id,
    } = row;
    CatalogueRowPart {
        id,
        name,
        canonical_slug,
        aliases,
        alias_target,
        organization,
        context_length,
        max_output_tokens,
        input_modalities,
        output_modalities,
        parameters,
        parameter_ranges,
        endpoints,
        input_usd_per_million: price(price_input_per_million),
        output_usd_per_million: price(price_output_per_million),
        cached_input_usd_per_million: price(price_cached_input_per_million),
        price_varies,
        providers,
        created,
        lifecycle_status,
        availability_status,
        retires_at,
        replacement_id,
    }
}

fn row(part: CatalogueRowPart) -> ModelRow {
    let price = |text: Option<String>| text.and_then(|text| Usd::from_json(&serde_json::Value::String(text)));
    ModelRow {
        id: part.id,
        name: part.name,
        canonical_slug: part.canonical_slug,
        aliases: part.aliases,
        alias_target: part.alias_target,
        organization: part.organization,
        context_length: part.context_length,
        max_output_tokens: part.max_output_tokens,
        input_modalities: part.input_modalities,
        output_modalities: part.output_modalities,
        parameters: part.parameters,
        parameter_ranges: part.parameter_ranges,
        endpoints: part.endpoints,
        price_input_per_million: price(part.input_usd_per_million),
        price_output_per_million: price(part.output_usd_per_million),
        price_cached_input_per_million: price(part.cached_input_usd_per_million),
        price_varies: part.price_varies,
        providers: part.providers,
        created: part.created,
        lifecycle_status: part.lifecycle_status,
        availability_status: part.availability_status,
        retires_at: part.retires_at,
        replacement_id: part.replacement_id,
    }
}
