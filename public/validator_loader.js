// What this is: the start of the web worker that holds answers against schemas (new Worker("validator_loader.js?BUILD")):
// it loads the generated script and the program that lie beside it.
// What it is not: the generated loader, which says nothing when the program does not arrive.
// Invariant: whatever keeps the program from starting reaches the page, as an error event or as a message.
"use strict";

// The files bear no hash in their names; the page's build in the query keeps caches from mixing two builds.
importScripts(`validator.js${location.search}`);
wasm_bindgen({ module_or_path: new URL(`validator_bg.wasm${location.search}`, location.href) }).catch((error) => {
  console.error(error);
  postMessage({ broken: true });
});
