// What this is: the page's only hand-written script. It starts the WebAssembly app whose file names stand in its own
// address (boot.js?js=…&wasm=…), and sets the theme before the first paint.
// What it is not: part of the app. Once the app runs, nothing here is called again.
// Invariant: whatever goes wrong before the app has taken over is said in words in place of the loading note.
(() => {
  "use strict";

  function fail(reason) {
    const show = () => {
      const heading = document.createElement("h1");
      heading.textContent = "Switchyard could not start";
      const text = document.createElement("p");
      text.textContent = reason;
      const boot = document.getElementById("boot") ?? document.body.appendChild(document.createElement("main"));
      boot.id = "boot";
      boot.setAttribute("role", "alert");
      boot.removeAttribute("aria-busy");
      boot.replaceChildren(heading, text);
    };
    if (document.body && document.readyState !== "loading") show();
    else document.addEventListener("DOMContentLoaded", show, { once: true });
  }

  const here = new URL(document.currentScript.src);
  // Only a plain file name beside this script is taken.
  const beside = (name, ending) => {
    const value = (here.searchParams.get(name) ?? "").replace(/^\.\//, "");
    return /^[\w-]+(\.[\w-]+)*$/.test(value) && value.endsWith(ending) ? new URL(value, here).href : null;
  };
  const js = beside("js", ".js");
  const wasm = beside("wasm", ".wasm");

  if (location.protocol === "file:") {
    fail("It was opened as a file, and browsers load WebAssembly only from a web server. Serve this folder with any static server and open the address that it prints.");
    return;
  }
  if (typeof WebAssembly !== "object") {
    fail("This browser has WebAssembly switched off, or does not have it. Allow WebAssembly for this page, or open it in another browser.");
    return;
  }
  if (js === null || wasm === null) {
    fail("The page does not name its program files. It was probably changed after it was built; build it again.");
    return;
  }

  // Compiling starts with the first bytes, beside the reading of the script that will run the program. A host that does
  // not know WebAssembly's type is served too, only later.
  const compile = async () => {
    const response = await fetch(wasm, { credentials: "same-origin" });
    if (!response.ok) throw new Error(`${wasm} was answered with status ${response.status}`);
    const typed = (response.headers.get("content-type") ?? "").startsWith("application/wasm");
    return typed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
  };
  const compiled = compile();

  // After the fetch has begun: looking into the storage can take a while.
  try {
    const theme = localStorage.getItem("switchyard.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage can be forbidden; the system's theme is then right.
  }

  const parsed = new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else document.addEventListener("DOMContentLoaded", resolve, { once: true });
  });
  Promise.all([import(js), compiled, parsed])
    .then(([app, program]) => app.default({ module_or_path: program }))
    .catch((error) => {
      console.error(error);
      fail(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)} — reload the page; if that does not help, its files are incomplete or a newer version has replaced them.`);
    });
})();
