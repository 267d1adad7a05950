// What this is: what tools/setup.sh says on a machine on which something is missing that a person must install.
// What it is not: a test of what it installs itself; a fresh machine shows that.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../tools/setup.sh", import.meta.url));
/** What the script runs before it asks for anything. */
const usual = ["bash", "dirname", "awk", "cksum", "cut", "sed", "grep", "head", "sort", "cat"];

describe("What must be installed by hand", () => {
  for (const [missing, present, words] of [
    ["cargo", {}, /cargo is missing\. Install Rust: apt-get install rustup && rustup default stable/],
    ["node", { cargo: "", rustc: "" }, /node is missing\. Install Node\.js 20\.11 or newer: apt-get install nodejs npm/],
    ["a newer node", { cargo: "", rustc: "", npm: "", node: "echo 20.9.0" }, /Node\.js 20\.9\.0 is too old\. Install Node\.js 20\.11 or newer: apt-get/],
    ["a newer Rust", { cargo: "", rustc: "echo rustc 1.70.0", npm: "", node: "echo 20.11.0" }, /Rust 1\.70 is too old, [\d.]+ is needed\. Update it: rustup update stable/],
    ["git", { cargo: "", rustc: "echo rustc 9.0.0", npm: "", node: "echo 22.1.0" }, /git is missing\. Install it: apt-get install git/],
  ]) {
    test(`${missing} is named with the command that installs it`, async (t) => {
      const folder = await mkdtemp(join(tmpdir(), "switchyard-"));
      t.after(() => rm(folder, { recursive: true }));
      const bin = join(folder, "bin");
      await mkdir(bin);
      for (const name of usual) {
        const { stdout } = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
        await symlink(stdout.trim(), join(bin, name));
      }
      for (const [name, code] of Object.entries(present)) {
        await writeFile(join(bin, name), `#!${join(bin, "bash")}\n${code}\n`);
        await chmod(join(bin, name), 0o755);
      }
      const { status, stdout, stderr } = spawnSync(join(bin, "bash"), [program, "tests"], { encoding: "utf8", env: { PATH: bin, HOME: folder } });
      assert.equal(status, 1, stdout + stderr);
      assert.match(stdout + stderr, words);
    });
  }
});
