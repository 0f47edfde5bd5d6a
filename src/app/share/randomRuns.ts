/** Random runs for the tests of links. */
import { defaultNodes } from '../../client/defaultNodes';
import type { Command, Run } from '../../client/simulation';
import { withLastApplied } from '../../kubectl/apply/lastApplied';
import { encodeRun } from './codec';

/** A run in which nothing was done. */
export const emptyRun: Run = {
  version: 1,
  profile: 'v1.36',
  seed: 1,
  nodes: defaultNodes(),
  files: {},
  commands: [],
  untilMs: 0,
};

/** The fragment of a run that fits into one. */
export function linkOf(run: Run): string {
  const encoded = encodeRun(run);
  if (encoded.type !== 'link') throw new Error('the run is too big for a link');
  return encoded.fragment;
}

/** A small generator of numbers, so that a run that failed can be made again from its seed. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WORDS = ['kubia', 'web', '-', '_', 'ü', '파드', '"', '\\', '\n', '%2D', 'x'.repeat(40), '', '__proto__', 'a: b'];

/** A run of a few commands, with the oddest words. */
export function randomRun(seed: number): Run {
  const next = numbersFrom(seed);
  const word = () => Array.from({ length: 1 + next(4) }, () => WORDS[next(WORDS.length)]).join('');
  let atMs = 0;
  const command = (): Command => {
    atMs += next(3) * next(100_000);
    if (next(3) === 0) return { atMs, type: 'fault', fault: { type: 'cutNetwork', node: word() } };
    const line = next(2) === 0 ? {} : { line: 1 + next(9) };
    if (next(3) === 0) {
      const query = { command: [word(), word()], container: word() };
      const path = `/api/v1/namespaces/default/pods/${word()}/exec`;
      const commands: readonly Command[] = [
        { atMs, type: 'line', text: word() },
        { atMs, type: 'stream', request: { method: 'POST', path, query }, ...line },
        { atMs, type: 'streamInput', stream: 1 + next(3), message: { channel: 0, data: word() } },
        { atMs, type: 'unstream', stream: 1 + next(3) },
      ];
      return commands[next(4)] ?? { atMs, type: 'line', text: '' };
    }
    const body = { metadata: { name: word() }, spec: { replicas: next(9), list: [word(), null, true, 0.5] } };
    return {
      atMs,
      type: 'request',
      request: {
        method: 'POST',
        path: `/api/v1/namespaces/default/pods/${word()}`,
        ...(next(2) === 0 ? {} : { query: { fieldManager: word() } }),
        ...[
          {},
          { headers: { 'user-agent': 'kubectl' } },
          { headers: { 'user-agent': word(), accept: word() } },
          { headers: {} },
        ][next(4)],
        ...[{}, { body }, { body: withLastApplied(body) }, { body: word() }][next(4)],
      },
      ...line,
    };
  };
  const commands = Array.from({ length: next(8) }, command);
  return {
    version: 1,
    profile: next(2) === 0 ? 'v1.36' : word(),
    seed: next(2) === 0 ? 1 : next(1e9),
    ...(next(2) === 0 ? {} : { startedAt: 1_790_000_000_000 + next(1e9) }),
    ...(next(2) === 0 ? {} : { controllers: ['*', word()] }),
    nodes:
      next(2) === 0 ? emptyRun.nodes : [{ name: word(), cpu: 0.5, memory: '1Gi', pods: 3, labels: { disk: word() } }],
    files: Object.fromEntries(Array.from({ length: next(4) }, () => [word(), word()])),
    commands,
    untilMs: atMs + next(100_000),
    ...(seed % 5 === 0 ? { lesson: 'first-pod' } : {}),
    ...(seed % 10 === 0 ? { isSolution: true } : {}),
  };
}
