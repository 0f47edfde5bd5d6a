/**
 * Everything that was written in a run of the swarm has a reason: rows of the trace lead back to a command or to the start
 * of the cluster, rules have their sentences, and answers are short.
 */
import { expect, test } from 'vitest';
import { type Kind, kinds } from '../../src/api/kinds';
import { storagePrefix } from '../../src/apiserver/storageKey';
import type { Command } from '../../src/client/simulation';
import type { WhyChain, WhySubject } from '../../src/client/why';
import type { Cluster } from '../../src/cluster/cluster';
import { insight } from '../../src/insight/insight';
import { placeOf } from '../../src/insight/past';
import { ruleOf } from '../../src/rules/registry';
import { replay, swarm } from './swarm';

/** Not those of the other tests of the swarm. */
const FIRST_SEED = 3_001;
const RUNS = 10;
/** Of the first run. */
const ADDONS = ['kube-proxy', 'coredns', 'cloud-provider'];

/** A run of the swarm, up to its end. */
async function played(seed: number): Promise<{ readonly cluster: Cluster; readonly commands: readonly Command[] }> {
  const { run } = await swarm(seed, 20, seed === FIRST_SEED ? { addons: ADDONS } : {});
  return { cluster: await replay(run), commands: run.commands };
}

/** What is wrong with the rows of the trace, one sentence each. */
function faultsOf({ kernel: { trace } }: Cluster): readonly string[] {
  const faults: string[] = [];
  for (let index = 0; index < trace.end; index += 1) {
    const row = trace.row(index);
    if (row === undefined) continue;
    const { actor, type, subject = '', cause, detail } = row;
    const what = type === 'rule' ? `the rule ${subject} of ${actor}` : `row ${index}: ${actor} ${type} ${subject}`;
    if (cause < 0 && actor !== 'you' && actor !== 'kubeloop') faults.push(`${what} has no cause`);
    if (cause >= index) faults.push(`${what} has a cause that comes later`);
    if (type !== 'rule') continue;
    const rule = ruleOf(subject);
    if (rule === undefined) faults.push(`${what} is not in the registry`);
    const given = detail as Readonly<Record<string, unknown>>; // As `Explain.rule` was given them.
    for (const place of `${rule?.en} ${rule?.ko}`.matchAll(/\{(\w+)\}/g)) {
      const value = given[place[1] ?? ''];
      if (typeof value !== 'string' && typeof value !== 'number') faults.push(`${what} does not tell ${place[0]}`);
      if (place[1]?.endsWith('Ms') && !(Number(value) >= 0)) faults.push(`${what} tells ${value} for ${place[0]}`);
    }
  }
  return [...new Set(faults)];
}

/** What is wrong with an answer. */
function faultOf(chain: WhyChain | undefined): string | undefined {
  if (chain === undefined) return 'nothing is known';
  const { cards, isCut } = chain;
  const last = cards.at(-1);
  if (cards.length > 7) return `${cards.length} cards`;
  if (isCut === true) return undefined;
  if (last?.command === undefined && last?.timer === undefined) return 'it ends in no command and no timer';
  const isInOrder = cards.every(({ at }, index) => index === 0 || at <= (cards[index - 1]?.at ?? 0));
  if (!isInOrder) return 'the cards are not in order';
  return cards.some(({ by }) => by === '' || by.includes('runtime')) ? 'somebody has no name' : undefined;
}

/** Every fourth write that is remembered, every object, and some fields of them. */
function subjectsIn({ store }: Cluster): readonly WhySubject[] {
  const subjects: WhySubject[] = [];
  for (let revision = Math.max(2, store.revision - 8_000); revision <= store.revision; revision += 4) {
    subjects.push({ type: 'revision', revision });
  }
  for (const kind of Object.keys(kinds) as readonly Kind[]) {
    for (const { value } of store.list(storagePrefix(kind)).entries) {
      const object = placeOf(value);
      subjects.push({ type: 'object', object });
      if (kind === 'Pod') subjects.push({ type: 'field', object, path: 'status.phase' });
    }
  }
  return subjects;
}

test('every row of a run leads to a command or to the start, rules have their sentences, and answers are short', async () => {
  const rules = new Set<string>();
  const faults: string[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed += 1) {
    const { cluster, commands } = await played(seed);
    faults.push(...faultsOf(cluster).map((fault) => `seed ${seed}: ${fault}`));
    const { trace } = cluster.kernel;
    for (let index = 0; index < trace.end; index += 1) {
      const row = trace.row(index);
      if (row?.type === 'rule') rules.add(row.subject ?? '');
    }
    for (const subject of subjectsIn(cluster)) {
      const fault = faultOf(await insight(cluster, { type: 'why', subject }, commands));
      if (fault !== undefined) faults.push(`seed ${seed}: ${JSON.stringify(subject)}: ${fault}`);
    }
  }
  expect(faults).toEqual([]);
  // A run without rules would prove nothing.
  expect(rules.size).toBeGreaterThan(40);
}, 120_000);
