import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { replicas } from '../../../tests/testCluster';
import type { ApiResponse } from '../../client/transport';
import { durableTransport } from './durableTransport';
import { JournalFile } from './journalFile';
import { type OpenedSession, type SessionRequest, openSession } from './openSession';

/** Each test starts clusters and syncs files. */
vi.setConfig({ testTimeout: 20_000 });

const PODS = '/api/v1/namespaces/default/pods';
const SETS = '/apis/apps/v1/namespaces/default/replicasets';
const START = Date.UTC(2026, 10, 21, 9);

let folder: string;
let file: string;
/** The machine's clock: it moves only when a test says so. */
let wall: number;
let open: OpenedSession[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeloop-state-'));
  file = join(folder, 'state');
  wall = START;
});
afterEach(async () => {
  for (const { close } of open) await close().catch(() => undefined);
  open = [];
  rmSync(folder, { recursive: true, force: true });
});

async function start(request: SessionRequest = {}): Promise<OpenedSession> {
  const opened = await openSession({ state: file, engine: 'this', wall: () => wall, ...request });
  open.push(opened);
  return opened;
}

/** As `kill -9`: what is in memory is gone, and the lock stays behind. */
async function killed(opened: OpenedSession): Promise<void> {
  const kept = readFileSync(file);
  const snapshot = existsSync(`${file}.snapshot`) ? readFileSync(`${file}.snapshot`) : undefined;
  await opened.close();
  open = open.filter((other) => other !== opened);
  writeFileSync(file, kept);
  if (snapshot === undefined) rmSync(`${file}.snapshot`, { force: true });
  else writeFileSync(`${file}.snapshot`, snapshot);
}

async function pass(opened: OpenedSession, ms: number): Promise<void> {
  for (const end = wall + ms; wall < end; ) {
    wall = Math.min(wall + 500, end);
    while (opened.session.behind) await opened.session.slice();
  }
}

const create = ({ transport }: Pick<OpenedSession, 'transport'>, name = 'kubia'): Promise<ApiResponse> =>
  transport.request({ method: 'POST', path: SETS, body: replicas('ReplicaSet', 3, { name }) });
/** Everything that is stored, as it is stored. */
const objects = ({ session }: OpenedSession) =>
  session.cluster.store.list('/registry/').entries.map(({ key, value }) => [key, value]);
const hash = ({ session }: OpenedSession) => session.cluster.stateHash();

test('what was acknowledged before a crash is there afterwards, with its uids and resourceVersions', async () => {
  const first = await start();
  expect((await create(first)).code).toBe(201);
  await pass(first, 15_000);
  const [pod] = first.session.cluster.store.list('/registry/pods/default/').entries;
  const path = `${PODS}/${pod?.value.metadata.name}`;
  expect((await first.transport.request({ method: 'DELETE', path })).code).toBe(200);
  await pass(first, 3_000);
  const before = objects(first);
  await killed(first);
  const second = await start();
  expect(objects(second)).toEqual(before);
  expect(second.session.cluster.now()).toBe(wall);
  expect(second.words[0]).toBe(`The cluster of ${file} is back: 2 commands so far.`);
  expect(second.session.exportRun().commands).toHaveLength(2);
});

test('time that passes while nothing runs is lived through, and the same as if it had run', async () => {
  const first = await start();
  await create(first);
  await pass(first, 5_000);
  await killed(first);
  wall += 20 * 60_000;
  const second = await start();
  expect(second.words[1]).toBe('20 min have passed since: the cluster has lived through them.');
  expect(second.session.cluster.now()).toBe(wall);
  const undisturbed = await openSession({ wall: () => START, parts: {} });
  await create(undisturbed);
  await undisturbed.session.cluster.advance(wall - undisturbed.session.cluster.now());
  expect(hash(second)).toBe(hash(undisturbed));
});

test('a clean stop and a start lead back to the same state, by the snapshot and by playing all again', async () => {
  const first = await start();
  await create(first);
  await pass(first, 20_000);
  await first.close();
  const before = hash(first);
  const bySnapshot = await start();
  expect(hash(bySnapshot)).toBe(before);
  await bySnapshot.close();
  const replayed = await start({ engine: 'another' });
  expect(hash(replayed)).toBe(before);
  await create(replayed, 'second');
  await pass(replayed, 60_000);
  await replayed.close();
  rmSync(`${file}.snapshot`);
  expect(hash(await start())).toBe(hash(replayed));
});

test('a snapshot of other lines, or a damaged one, is not believed', async () => {
  const first = await start();
  await create(first);
  await pass(first, 20_000);
  await first.close();
  const snapshot = readFileSync(`${file}.snapshot`);
  rmSync(file);
  rmSync(`${file}.snapshot`);
  const other = await start();
  await pass(other, 1_000);
  await other.close();
  writeFileSync(`${file}.snapshot`, snapshot);
  const third = await start();
  expect(third.session.cluster.store.list('/registry/replicasets/').entries).toEqual([]);
  await third.close();
  writeFileSync(`${file}.snapshot`, snapshot.subarray(0, 1_000));
  expect((await start()).session.cluster.now()).toBe(wall);
});

test('a line that a crash cut off is dropped, and the file goes on after the line before', async () => {
  const first = await start();
  await create(first);
  await killed(first);
  const whole = statSync(file).size;
  appendFileSync(file, '{"atMs":12,"type":"request","requ');
  const second = await start();
  expect(second.words[0]).toContain('A crash had cut off its last line, which nobody was told of: it is dropped.');
  await create(second, 'after');
  await killed(second);
  expect(readFileSync(file, 'utf8')).not.toContain('"requ{');
  expect(statSync(file).size).toBeGreaterThan(whole);
  truncateSync(file, statSync(file).size);
  appendFileSync(file, '\0\0\0\n\0');
  const third = await start();
  expect(third.session.cluster.store.list('/registry/replicasets/').entries).toHaveLength(2);
});

test('a line that is damaged in the middle is named', async () => {
  await killed(await start());
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [lines[0], '{"atMs":"soon"}', ...lines.slice(1)].join('\n'));
  await expect(start()).rejects.toThrow(`${file} is damaged at line 2. The 1 lines before it are whole`);
  expect(existsSync(`${file}.lock`)).toBe(false);
});

test('what is no state file is refused in words and left as it is', async () => {
  for (const [text, words] of [
    ['kind: Pod\n', 'is neither a state file nor an exported run (JSON)'],
    ['{"version":1}', 'is neither a state file nor an exported run (commands)'],
    ['{"version":2}', 'was written by a later kubeloop (format 2)'],
    ['{"kubeloopJournal":7,"run":{}}\n', 'was written by a later kubeloop (format 7)'],
  ] as const) {
    writeFileSync(file, text);
    await expect(start()).rejects.toThrow(words);
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
  await expect(start({ state: folder })).rejects.toThrow('cannot use');
  await expect(start({ state: join(folder, 'no', 'such') })).rejects.toThrow('its folder does not exist');
});

test('a run that a page exported is a start: it ends now', async () => {
  const page = await openSession({ wall: () => START });
  await page.session.cluster.request({ method: 'POST', path: SETS, body: replicas('ReplicaSet', 2) });
  await page.session.cluster.advance(90_000);
  const run = { ...page.session.exportRun(), startedAt: undefined };
  const names = page.session.cluster.store.list('/registry/pods/default/').entries.map(({ key }) => key);
  writeFileSync(file, JSON.stringify(run, null, 1));
  const opened = await start();
  expect(opened.words[0]).toContain('moved so that it ends now');
  expect(opened.session.cluster.now()).toBe(wall);
  expect(opened.session.cluster.startedAt).toBe(wall - 90_000);
  const { entries } = opened.session.cluster.store.list('/registry/pods/default/');
  expect(entries.map(({ key }) => key)).toEqual(names);
});

test('two servers never write one file, and a lock whose process is gone is none', async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(`is in use by another server (process ${process.pid})`);
  await first.close();
  const child = spawn('true');
  await new Promise((resolve) => child.once('close', resolve));
  const { hostname } = await import('node:os');
  writeFileSync(`${file}.lock`, JSON.stringify({ pid: child.pid, host: hostname() }));
  await (await start()).close();
  // The number of a process that runs, which began at another time than the one that took the lock.
  writeFileSync(`${file}.lock`, JSON.stringify({ pid: process.pid, host: hostname(), began: '1' }));
  await (await start()).close();
  writeFileSync(`${file}.lock`, JSON.stringify({ pid: 1, host: 'elsewhere' }));
  await expect(start()).rejects.toThrow('(process 1 on elsewhere)');
});

test('an option that asks for another cluster than the file holds is refused', async () => {
  await killed(await start({ seed: 4 }));
  await expect(start({ seed: 5 })).rejects.toThrow('--seed is for a new cluster');
  expect((await start({ seed: 4 })).session.cluster.options.seed).toBe(4);
});

test('a cluster comes up again with the add-ons that it was made with', async () => {
  await killed(await start({ system: ['kube-proxy'] }));
  await expect(start({ system: [] })).rejects.toThrow('--bare is for a new cluster');
  const { transport } = await start();
  const path = '/apis/apps/v1/namespaces/kube-system/daemonsets/kube-proxy';
  expect((await transport.request({ method: 'GET', path })).code).toBe(200);
});

test('at another speed the clock never goes back, whatever the machine did meanwhile', async () => {
  const first = await start({ speed: 60 });
  await pass(first, 1_000);
  await create(first);
  await pass(first, 9_000);
  const seen = first.session.cluster.now();
  await killed(first);
  wall += 3_600_000;
  const second = await start({ speed: 60 });
  const lead = second.session.cluster.now() - seen;
  expect(lead).toBeGreaterThanOrEqual(0);
  expect(lead).toBeLessThan(3_600_000);
});

test('who watches is told of a write when it is kept, and hangs up on its streams after a crash', async () => {
  const first = await start();
  const heard: string[] = [];
  first.transport.watch({ method: 'GET', path: SETS, query: { watch: 'true' } }, ({ type }) => heard.push(type));
  const refused: string[] = [];
  first.transport.watch({ method: 'GET', path: '/apis/none/v1/x', query: { watch: 'true' } }, ({ type }) =>
    refused.push(type),
  );
  expect(refused).toEqual(['ERROR']);
  const created = create(first);
  await created;
  await first.settled();
  expect(heard).toEqual(['ADDED']);
  await pass(first, 20_000);
  const [pod] = first.session.cluster.store.list('/registry/pods/default/').entries;
  const path = `${PODS}/${pod?.value.metadata.name}/exec`;
  const query = { command: ['sleep', '1000'] };
  first.transport.stream({ method: 'POST', path, query }, { onMessage: () => {}, onEnd: () => {} });
  await first.settled();
  expect(first.session.cluster.api.streams.served()).toEqual([1]);
  await killed(first);
  const second = await start();
  expect(second.session.cluster.api.streams.served()).toEqual([]);
  expect(second.session.exportRun().commands.at(-1)).toMatchObject({ type: 'unstream', stream: 1 });
});

test('when the file cannot be written clients are refused, and hear why', async () => {
  const { session, transport: plain } = await openSession({ wall: () => START });
  writeFileSync(file, '');
  const journal = new JournalFile(file, Buffer.alloc(0));
  session.onCommand = (command) => journal.append(command);
  const failures: unknown[] = [];
  const transport = durableTransport(plain, journal, (error) => failures.push(error));
  expect((await create({ transport })).code).toBe(201);
  journal.close(); // The next write finds no file.
  expect(await create({ transport }, 'lost')).toMatchObject({
    code: 500,
    body: { kind: 'Status', reason: 'InternalError', message: expect.stringContaining(`cannot write ${file}`) },
  });
  expect((await transport.request({ method: 'GET', path: SETS })).code).toBe(500);
  expect(failures).toHaveLength(2);
});
