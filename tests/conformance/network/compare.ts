/** Compares what a network client printed with what was recorded: exactly, but for what two runs never share. */
import { type PlainNetworkLine, nameAsked, plainLines, plainQuery } from './plain';
import type { NetworkStep } from './transcript';

/** A command as it was played. */
export interface PlayedCommand {
  readonly output: readonly string[];
  readonly exitCode: number;
  readonly seconds: number;
  /** Undefined where the recording has no log, too. */
  readonly queries?: readonly string[];
}

/** How choices among equal pods are held against the recording. */
export interface Chance {
  /** Pods among which kube-proxy chooses at random; none where the answer is certain. */
  readonly pods: readonly string[];
  /** One after the other answers, or always the same: who comes again is compared, not who comes first. */
  readonly inTurn: boolean;
  /** The recording tells how long its commands took. */
  readonly isTimed: boolean;
}

/** What curl prints only because it was bound to an address that stood for somebody outside, as files 09 and 21 say. */
const isOfClient = (line: string) => !/^\* (?:Name '203\.0\.113\.10' family 2|Local port: 0)/.test(line);

/** Of `after N ms`: what a client's own limit or the kernel's decides is exact to a few milliseconds. */
const NEAR_MS = 60;
/** Of a whole command. */
const NEAR_SECONDS = 0.2;
/** Stands for a pod that was chosen at random. */
const ANY = '<one of them>';
/** Of so many connections at random some go to each of three pods. */
const ENOUGH = 10;
/** The recordings tell only of longer ones. */
const UNTOLD_SECONDS = 2;

/** What differs, as lines for people; empty where nothing does. */
export function differencesOf(recorded: NetworkStep, played: PlayedCommand, chance: Chance): readonly string[] {
  const { command } = recorded;
  const { pods } = chance;
  const want = plainLines(command, withoutChoices(recorded.output.filter(isOfClient), chance));
  const got = plainLines(command, withoutChoices(played.output, chance));
  const said: string[] = [];
  for (let at = 0; at < Math.max(want.length, got.length); at++) {
    if (isAlike(want[at], got[at])) continue;
    said.push(`  want: ${shown(want[at])}`, `  got:  ${shown(got[at])}`);
  }
  if (recorded.exitCode !== played.exitCode)
    said.push(`  want: [exit ${recorded.exitCode}]`, `  got:  [exit ${played.exitCode}]`);
  if (chance.isTimed && !isAsLong(recorded, played)) {
    said.push(
      `  want: after ${recorded.seconds ?? `less than ${UNTOLD_SECONDS}`} s`,
      `  got:  after ${played.seconds.toFixed(2)} s`,
    );
  }
  const missing = pods.filter((pod) => !played.output.some((line) => line.includes(pod)));
  const choices = want.filter(({ text }) => text.includes(ANY)).length;
  if (choices >= ENOUGH && missing.length > 0) said.push(`  got:  never ${missing.join()}`);
  return [...said, ...queryDifferences(recorded, played)];
}

function isAlike(want: PlainNetworkLine | undefined, got: PlainNetworkLine | undefined): boolean {
  if (want === undefined || got === undefined) return false;
  return want.text === got.text && want.ms.every((ms, at) => Math.abs(ms - (got.ms[at] ?? Infinity)) <= NEAR_MS);
}

function shown(line: PlainNetworkLine | undefined): string {
  if (line === undefined) return '(no line)';
  let at = 0;
  return line.text.replace(/<ms>/g, () => String(line.ms[at++] ?? '<ms>'));
}

/** kubectl's own commands were not timed. */
function isAsLong({ command, seconds }: NetworkStep, played: PlayedCommand): boolean {
  if (command.startsWith('kubectl')) return true;
  return seconds === undefined ? played.seconds < UNTOLD_SECONDS : Math.abs(played.seconds - seconds) <= NEAR_SECONDS;
}

/** Each pod of a choice by the number of its first appearance, or all of them alike. */
function withoutChoices(output: readonly string[], { pods, inTurn }: Chance): readonly string[] {
  if (pods.length === 0) return output;
  const seen: string[] = [];
  const pattern = new RegExp(`\\b(?:${pods.join('|')})\\b`, 'g');
  return output.map((line) =>
    line.replace(pattern, (pod) => {
      if (!inTurn) return ANY;
      if (!seen.includes(pod)) seen.push(pod);
      return `<number ${seen.indexOf(pod) + 1}>`;
    }),
  );
}

/** A and AAAA of one name go out together, so their order is chance; that of the names is not, but in busybox nslookup. */
function queryDifferences(recorded: NetworkStep, played: PlayedCommand): readonly string[] {
  if (recorded.queries.length === 0) return [];
  const want = recorded.queries.map(plainQuery);
  const got = (played.queries ?? []).map(plainQuery);
  const names = (queries: readonly string[]) => [...new Set(queries.map(nameAsked))].join(' ');
  const missing = want.filter((query) => !got.includes(query)).map((query) => `  want: > ${query}`);
  const more = got.filter((query) => !want.includes(query)).map((query) => `  got:  > ${query}`);
  const count = want.length === got.length ? [] : [`  want: ${want.length} queries`, `  got:  ${got.length} queries`];
  const isSameOrder = recorded.command.startsWith('busybox nslookup') || names(want) === names(got);
  const order = isSameOrder ? [] : [`  want: names ${names(want)}`, `  got:  names ${names(got)}`];
  return [...missing, ...more, ...count, ...order];
}
