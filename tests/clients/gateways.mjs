// Starts the simulated gateways for a test and stops them after it.
// The program is SWITCHYARD_GATEWAYS if that is set, else `cargo run --example gateways`.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * Every wait of an answer's script is divided by this: the official clients are held to what comes, not to when, and
 * would spend minutes on waiting. A frame still comes after the one before it.
 */
const PACE = "20";

/** Starts both gateways on free ports: `{ source, target, edition, log, stop }`; `log` fills with request lines. */
export async function startGateways(...options) {
  const own = process.env.SWITCHYARD_GATEWAYS;
  const [program, before] = own ? [own, []] : ["cargo", ["run", "-q", "--example", "gateways", "--"]];
  const child = spawn(program, [...before, "--source", "127.0.0.1:0", "--target", "127.0.0.1:0", "--pace", PACE, ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const log = [];
  const first = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the gateways ended with ${code} before they were ready`)));
    lines.once("line", (line) => resolve(JSON.parse(line)));
  });
  lines.on("line", (line) => log.push(JSON.parse(line)));
  return { ...first, log, stop: () => child.kill() };
}
