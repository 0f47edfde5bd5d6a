/** Programs that the tour runs, and what it expects of them. Works without a shell, with an end to every wait. */
import { spawn } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Folders where clients are looked for: CLIENTS_PATH, then PATH. */
const folders = [process.env.CLIENTS_PATH ?? '', process.env.PATH ?? ''].flatMap((list) => list.split(delimiter));

/** Executables of this name, or whose name matches: every path once. @param {string | RegExp} name */
export function findTools(name) {
  const found = new Map();
  for (const folder of folders.filter((one) => one !== '')) {
    for (const file of namesIn(folder)) {
      const fits = typeof name === 'string' ? file === name : name.test(file);
      const path = join(folder, file);
      if (fits && isExecutable(path)) found.set(path, path);
    }
  }
  return [...found.keys()];
}

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a program to its end. `whileItRuns` gets what it has printed so far, and a way to stop it.
 * @param {string} command @param {readonly string[]} args
 * @param {{ input?: string, env?: Record<string, string>, cwd?: string, seconds?: number,
 *   whileItRuns?: (running: { out(): string, until(text: string | RegExp): Promise<string>, stop(): void }) => Promise<void> }} [options]
 * @returns {Promise<{ code: number, out: string, errors: string }>}
 */
export function run(command, args, { input, env = {}, cwd, seconds = 60, whileItRuns } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, ...(cwd === undefined ? {} : { cwd }) });
    let out = '';
    let errors = '';
    let isOver = false;
    const limit = setTimeout(() => child.kill('SIGKILL'), seconds * 1_000);
    child.stdout.on('data', (piece) => {
      out += piece;
    });
    child.stderr.on('data', (piece) => {
      errors += piece;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      isOver = true;
      clearTimeout(limit);
      resolve({ code: code ?? 137, out, errors });
    });
    child.stdin.on('error', () => {});
    if (whileItRuns === undefined || input !== undefined) child.stdin.end(input ?? '');
    const until = async (/** @type {string | RegExp} */ text) => {
      const has = () => (typeof text === 'string' ? out.includes(text) : text.test(out));
      for (let i = 0; i < 400 && !has() && !isOver; i++) await pause(50);
      if (!has()) throw new Error(`it did not print ${text}: ${out}${errors}`);
      return out;
    };
    whileItRuns?.({ out: () => out, until, stop: () => child.kill('SIGINT') }).catch((error) => {
      child.kill('SIGKILL');
      reject(error);
    });
  });
}

/** @param {number} ms @returns {Promise<void>} */
export function pause(ms) {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

/** Fails the step unless it holds. @param {unknown} holds @param {string} why */
export function check(holds, why) {
  if (!holds) throw new Error(why);
}

/**
 * Carries out steps one after another; each failure is told and the next goes on.
 * @param {string} client @param {readonly (readonly [string, () => Promise<unknown>])[]} steps
 * @returns {Promise<{ client: string, passed: number, failed: string[] }>}
 */
export async function walk(client, steps) {
  const failed = [];
  for (const [name, act] of steps) {
    try {
      await act();
      console.log(`ok    ${client}: ${name}`);
    } catch (error) {
      failed.push(name);
      const why = (error instanceof Error ? error.message : String(error))
        .trim()
        .split('\n')
        .slice(0, 6)
        .join('\n        ');
      console.log(`FAIL  ${client}: ${name}\n        ${why}`);
    }
  }
  return { client, passed: steps.length - failed.length, failed };
}
