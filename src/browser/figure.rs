//! A figure as a file: the drawing itself, or the drawing painted on a canvas. Not its making.
//! **Invariant:** what is painted is our own drawing without any address in it, so that the canvas may be read.

use js_sys::{Array, Promise};
use leptos::prelude::document;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, Url,
};

use super::download;

/// Points of the image for each unit of the drawing.
const FINENESS: u32 = 2;

/// Saves a figure.
pub fn save(name: &str, svg: String, as_image: bool) {
    if !as_image {
        download::save(&format!("{name}.svg"), "image/svg+xml", &svg);
        return;
    }
    let name = format!("{name}.png");
    spawn_local(async move {
        if let Err(error) = paint(&name, &svg).await {
            leptos::logging::error!("The figure could not be saved: {error:?}");
        }
    });
}

async fn paint(name: &str, svg: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&svg.into()), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&address);
    let decoded = JsFuture::from(image.decode()).await;
    Url::revoke_object_url(&address)?;
    decoded?;
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    canvas.set_width(image.width() * FINENESS);
    canvas.set_height(image.height() * FINENESS);
    let context = canvas.get_context("2d")?.ok_or("there is no canvas")?.dyn_into::<CanvasRenderingContext2d>()?;
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    let promise = Promise::new(&mut |resolve, reject| {
        let hand_on = Closure::once_into_js(move |blob: JsValue| {
            let _ = resolve.call1(&JsValue::UNDEFINED, &blob);
        });
        if let Err(error) = canvas.to_blob(hand_on.unchecked_ref()) {
            let _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    let blob: Blob = JsFuture::from(promise).await?.dyn_into()?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&address)
}
