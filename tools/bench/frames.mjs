// What this is: the frames of a page's main thread while something happens, read from Chromium's own trace.
// A frame is what the Long Animation Frames API calls one, of any length: from the start of the first task that makes a
// frame needed to the end of its rendering. Waiting for the screen's beat in between counts as part of it.
// What it is not: the rate at which frames reach the screen; `watchBeat` measures that.
// Invariant: all times are milliseconds; `wall` includes waiting for a core that others use, `cpu` does not.

const categories = ["devtools.timeline", "toplevel", "__metadata"];
// Promise reactions outside of a callback have no name of their own in the trace; they count in `cpu` only. A call
// inside of an animation frame callback is part of that.
const parts = {
  script: ["FireAnimationFrame"],
  layout: ["Layout", "UpdateLayoutTree"],
  paint: ["PrePaint", "Paint", "Layerize", "Commit"],
};

/** Does `action`; gives `{ frames, tasks, result }`, each frame as `{ at, wall, cpu, script, layout, paint }`. */
export async function traceFrames(browser, page, action) {
  await browser.startTracing(page, { categories });
  let result, buffer;
  try {
    result = await action();
  } finally {
    buffer = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(buffer.toString("utf8"));
  return { ...read(traceEvents), result };
}

function read(events) {
  // Other tabs have renderers too: ours is the one that made the most frames.
  const counts = new Map();
  for (const event of events) {
    if (event.name !== "AnimationFrame" || event.ph !== "b") continue;
    const thread = `${event.pid} ${event.tid}`;
    counts.set(thread, (counts.get(thread) ?? 0) + 1);
  }
  const [ours] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? [];
  if (!ours) throw new Error("the trace holds no animation frame");
  const own = events.filter((event) => `${event.pid} ${event.tid}` === ours).sort((one, other) => one.ts - other.ts);

  const done = own.filter((event) => event.ph === "X");
  const tasks = done.filter((event) => event.name === "ThreadControllerImpl::RunTask");
  const begun = new Map();
  const frames = [];
  for (const event of own) {
    if (event.name !== "AnimationFrame") continue;
    const id = event.id2?.local ?? event.id;
    if (event.ph === "b") begun.set(id, event.ts);
    if (event.ph !== "e" || !begun.has(id)) continue;
    const [from, to] = [begun.get(id), event.ts];
    const inside = ({ ts }) => ts >= from && ts < to;
    const cpuOf = (list) => list.filter(inside).reduce((sum, { tdur }) => sum + (tdur ?? 0), 0) / 1000;
    const frame = { at: from / 1000, wall: (to - from) / 1000, cpu: cpuOf(tasks) };
    for (const [part, names] of Object.entries(parts)) {
      frame[part] = cpuOf(done.filter(({ name }) => names.includes(name)));
    }
    frames.push(frame);
  }
  const start = frames[0].at;
  for (const frame of frames) frame.at -= start;
  return { frames, tasks: tasks.map(({ dur, tdur }) => ({ wall: dur / 1000, cpu: (tdur ?? 0) / 1000 })) };
}

/** Does `action` and gives its result and the intervals between animation frames in the page meanwhile. */
export async function watchBeat(page, action) {
  await page.evaluate(() => {
    const beat = (globalThis.benchBeat = { intervals: [], on: true });
    let last = null;
    const step = (now) => {
      if (last !== null) beat.intervals.push(now - last);
      last = now;
      if (beat.on) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  const result = await action();
  const intervals = await page.evaluate(() => {
    globalThis.benchBeat.on = false;
    return globalThis.benchBeat.intervals;
  });
  if (intervals.length === 0) throw new Error("the page made no frames");
  return { intervals, result };
}
