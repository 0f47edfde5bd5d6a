/** Reads where a lesson starts: machines and what is applied to them, or a run that goes on. */
import { USUAL_ADDONS } from '../addons/usualAddons';
import { durationMs } from '../api/meta/duration';
import { checkRun } from '../client/runSchema';
import type { NodeSpec, Run } from '../client/simulation';
import { defaultNode } from '../client/defaultNodes';
import type { LessonStart } from './lesson';
import { fieldsOf } from './lessonFields';
import { machines } from './machines';
import type { Field } from './yamlReader';

/** Runs come from strangers: longer texts are refused before they are looked at. */
const LONGEST_RUN = 200_000;
const MOST_MACHINES = 500;
/** A virtual week: everything up to the beginning has to be simulated before the lesson begins. */
const LATEST_MS = 7 * 24 * 3_600_000;
const AFTER_MS = 60_000;
/** The day on which lessons take place whose `clock` is told, in milliseconds since the epoch. */
const DAY = 1_767_225_600_000; // 2026-01-01T00:00:00Z

/** Reads `start`. A manifest or a run that it only names is what `manifest` finds. Mistakes are noted at their fields. */
export function readStart(field: Field, manifest: (name: string) => string | undefined): LessonStart {
  const { nodes, addons, profile, seed, clock, files, apply, after, run } = field.fields(fieldsOf.start);
  const texts: Record<string, string> = {};
  for (const [name, content] of files.entries()) {
    const text = content.text();
    const found = text.includes('\n') ? text : manifest(text);
    if (found === undefined) content.fail(`there is no manifest "${text}"; a text of its own has line breaks`);
    texts[name] = found ?? '';
  }
  const applied = apply.items().map((name) => {
    if (!Object.hasOwn(texts, name.text())) name.fail('is none of the files');
    return name.text();
  });
  if (run.isThere) {
    const others = Object.entries({ nodes, addons, profile, seed, clock, apply });
    for (const [name, other] of others) if (other.isThere) other.fail(`"run" already tells ${name}`);
    return startOfRun(readRun(run, manifest), texts, after);
  }
  const afterMs = behind(applied.length === 0 ? undefined : 0, after.isThere ? durationOf(after) : AFTER_MS);
  const startedAt = clock.isThere ? DAY + timeOfDay(clock) - afterMs : undefined;
  return {
    nodes: readNodes(nodes),
    addons: addons.isThere ? addons.items().map((each) => each.text()) : USUAL_ADDONS,
    profile: profile.text('v1.36'),
    seed: seed.number(1),
    ...(startedAt === undefined ? {} : { startedAt }),
    files: texts,
    apply: applied,
    afterMs,
  };
}

/** A run that somebody saved; undefined, with a mistake noted, if there is none. */
function readRun(field: Field, manifest: (name: string) => string | undefined): Run | undefined {
  const text = manifest(field.text());
  if (text === undefined) field.fail(`there is no file "${field.text()}"`);
  else if (text.length > LONGEST_RUN) field.fail('the run is too long');
  else {
    try {
      const check = checkRun(JSON.parse(text));
      if (check.type === 'run') return check.run;
      field.fail(check.type === 'newer' ? 'is a run of a newer version' : `is no run; look at ${check.where}`);
    } catch {
      field.fail('is no JSON');
    }
  }
  return undefined;
}

/** The lesson begins where the clock of the run stands, or at `after`; what was done later, or in other branches, is not in it. */
function startOfRun(run: Run | undefined, files: LessonStart['files'], after: Field): LessonStart {
  const { branches: _all, branch: _shown, atMs, ...plain } = run ?? EMPTY_RUN;
  const afterMs = after.isThere ? durationOf(after) : (atMs ?? plain.untilMs);
  if (!after.isThere && afterMs > LATEST_MS)
    after.fail('the run is longer than seven days: say when the lesson begins');
  if (plain.nodes.length > MOST_MACHINES) after.fail(`more than ${MOST_MACHINES} machines`);
  const { nodes, addons = [], profile, seed, startedAt } = plain;
  const commands = plain.commands.filter((command) => command.atMs <= afterMs);
  const beginsMs = behind(commands.at(-1)?.atMs, afterMs);
  return {
    nodes,
    addons,
    profile,
    seed,
    ...(startedAt === undefined ? {} : { startedAt }),
    files,
    apply: [],
    afterMs: beginsMs,
    run: { ...plain, commands, untilMs: beginsMs },
  };
}

/** What is done at the moment at which a lesson begins is the learner's: the last deed of its start comes before. */
function behind(deedMs: number | undefined, ms: number): number {
  return deedMs === undefined ? ms : Math.max(ms, deedMs + 1);
}

const EMPTY_RUN: Run = { version: 1, profile: '', seed: 1, nodes: [], files: {}, commands: [], untilMs: 0 };

function readNodes(field: Field): readonly NodeSpec[] {
  if (!field.isList) {
    const word = field.text('three');
    const found = machines[word];
    if (found === undefined) field.fail(`known are ${Object.keys(machines).join(', ')}, or a list of machines`);
    return found ?? [];
  }
  if (field.items().length > MOST_MACHINES) field.fail(`more than ${MOST_MACHINES}`);
  return field.items().map((item) => {
    const { name, cpu, memory, pods, labels } = item.fields(fieldsOf.nodes);
    const usual = defaultNode(name.text());
    const own = [...labels.entries()].map(([label, value]) => [label, value.text()] as const);
    return {
      name: usual.name,
      cpu: cpu.number(usual.cpu),
      memory: memory.text(usual.memory),
      pods: pods.number(usual.pods),
      ...(own.length === 0 ? {} : { labels: Object.fromEntries(own) }),
    };
  });
}

function durationOf(field: Field): number {
  const told = durationMs(field.text());
  const isDuration = typeof told === 'number' && told >= 0;
  if (!isDuration) field.fail('is no duration such as 90s');
  const ms = isDuration ? Math.round(told) : 0;
  if (ms > LATEST_MS) field.fail('a lesson begins within seven days');
  return Math.min(ms, LATEST_MS);
}

function timeOfDay(field: Field): number {
  const [, hours, minutes, seconds] = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/.exec(field.text()) ?? [];
  if (hours === undefined) field.fail('is no time of day such as "12:00:30"');
  return ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000;
}
