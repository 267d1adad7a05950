//! A figure as a picture: an SVG is drawn on a canvas and saved as PNG, twice as large for sharp screens.
//! **Invariant:** the picture is made of the page's own data; an SVG in an image loads nothing and runs nothing.

use js_sys::Array;
use leptos::prelude::document;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, Url,
};

/// Pixels of the picture for one of the figure.
const SHARPNESS: u32 = 2;

/// Draws and saves a figure of that width and height.
pub fn save(name: String, svg: &str, size: [u32; 2]) {
    let svg = svg.to_owned();
    spawn_local(async move {
        if let Err(error) = draw(&name, &svg, size).await {
            leptos::logging::error!("The picture could not be saved: {error:?}");
        }
    });
}

async fn draw(name: &str, svg: &str, [width, height]: [u32; 2]) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&svg.into()), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&url);
    let decoded = JsFuture::from(image.decode()).await;
    Url::revoke_object_url(&url)?;
    decoded?;
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    canvas.set_width(width.saturating_mul(SHARPNESS));
    canvas.set_height(height.saturating_mul(SHARPNESS));
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or_else(|| JsValue::from("no canvas"))?.dyn_into()?;
    let (wide, high) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, wide, high)?;
    let name = name.to_owned();
    let take = Closure::once_into_js(move |blob: JsValue| {
        let saved = blob.dyn_into::<Blob>().and_then(|blob| save_blob(&name, &blob));
        if let Err(error) = saved {
            leptos::logging::error!("The picture could not be saved: {error:?}");
        }
    });
    canvas.to_blob(take.unchecked_ref())
}

fn save_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&url)
}
