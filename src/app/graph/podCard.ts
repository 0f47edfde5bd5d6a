/** What a pod's card says beside its state: the name in two parts, a fact or a countdown, the probe lamps. Pure. */
import type { Pod } from '../../api/core/pod';
import type { WaitRow } from '../../client/simulation';
import { countdownText, leftPercent } from './duration';
import type { PodState } from './podState';

/** `prefix` is what all pods of one owner share and gives way; `suffix` is never cut. */
export interface PodName {
  readonly prefix: string;
  readonly suffix: string;
}

/** Cuts a generated name before its generated end. */
export function splitName(pod: Pod): PodName {
  const { name, generateName } = pod.metadata;
  if (generateName === undefined || !name.startsWith(generateName) || name.length === generateName.length) {
    return { prefix: '', suffix: name };
  }
  return { prefix: generateName, suffix: name.slice(generateName.length) };
}

/** So many letters of a name have room on a card, and so many of its end beside some of its beginning. */
const ROOM = { whole: 12, end: 8 };

/** The name on a card: one that was given, and is too long for it, gives way before its last part. */
export function cardName(pod: Pod): PodName {
  const { prefix, suffix } = splitName(pod);
  const at = suffix.lastIndexOf('-') + 1;
  const end = suffix.slice(at);
  if (prefix !== '' || at === 0 || suffix.length <= ROOM.whole || end.length > ROOM.end) return { prefix, suffix };
  return { prefix: suffix.slice(0, at), suffix: end };
}

export interface Lamp {
  readonly probe: 'liveness' | 'readiness';
  readonly ok: boolean;
  /** How far the time to the next probe has run, 0 to 100. */
  readonly percent: number;
}
/** Waits that a card counts down, the most pressing first. */
const COUNTED = ['grace', 'backOff', 'imageBackOff', 'schedulingBackOff'] as const;

export interface Countdown {
  readonly what: (typeof COUNTED)[number];
  /** `0:16`. */
  readonly text: string;
  /** What is left, 100 to 0. */
  readonly percent: number;
}
/** What changes with the clock alone. */
export interface PodClock {
  readonly countdown: Countdown | undefined;
  readonly lamps: readonly Lamp[];
}

const NOTHING: PodClock = { countdown: undefined, lamps: [] };

/** Countdown and lamps of one pod at `now`. */
export function podClock(waits: readonly WaitRow[] | undefined, now: number): PodClock {
  if (waits === undefined || waits.length === 0) return NOTHING;
  const what = COUNTED.find((counted) => waits.some((row) => row.what === counted));
  const wait = waits.find((row) => row.what === what);
  const lamps: Lamp[] = [];
  for (const probe of ['liveness', 'readiness'] as const) {
    const rows = waits.filter((row) => row.what === probe);
    const next = rows.reduce<WaitRow | undefined>(
      (first, row) => (first === undefined || row.until < first.until ? row : first),
      undefined,
    );
    if (next === undefined) continue;
    const ok = rows.every((row) => row.last !== 'failure');
    lamps.push({ probe, ok, percent: 100 - leftPercent(next.since, next.until, now) });
  }
  return {
    countdown:
      wait === undefined || what === undefined
        ? undefined
        : { what, text: countdownText(wait.until - now), percent: leftPercent(wait.since, wait.until, now) },
    lamps,
  };
}

/** The clock of a pod as one text: equal texts draw equal cards, so a card renders once per virtual second. */
export function clockKey({ countdown, lamps }: PodClock): string {
  const left = countdown === undefined ? '' : `${countdown.what} ${countdown.text} ${countdown.percent}`;
  return `${left}|${lamps.map(({ probe, ok, percent }) => `${probe} ${ok ? 'ok' : 'bad'} ${percent}`).join('|')}`;
}

/** Reads what `clockKey` wrote. */
export function parseClockKey(key: string): PodClock {
  const [left, ...lamps] = key.split('|');
  const [what, text, percent] = (left ?? '').split(' ');
  return {
    countdown:
      what === undefined || what === ''
        ? undefined
        : { what: what as Countdown['what'], text: text ?? '', percent: Number(percent) }, // Our own text.
    lamps: lamps
      .filter((lamp) => lamp !== '')
      .map((lamp) => {
        const [probe, ok, done] = lamp.split(' ');
        return { probe: probe === 'readiness' ? 'readiness' : 'liveness', ok: ok === 'ok', percent: Number(done) };
      }),
  };
}

/** One short fact for the card's last row. */
export type PodFact =
  | { readonly type: 'pulling'; readonly image: string }
  | { readonly type: 'exit'; readonly code: number }
  | { readonly type: 'said'; readonly status: string }
  | undefined;

/** The container whose image is being pulled, if one is. */
export function pullingContainer(waits: readonly WaitRow[] | undefined): string | undefined {
  return waits?.find(({ what }) => what === 'imagePull')?.container;
}

/** What stands in row three when nothing is counted down. `pulling` names a container. */
export function podFact(pod: Pod, { state, status }: PodState, pulling: string | undefined): PodFact {
  if (state === 'unknown') return { type: 'said', status };
  if (state === 'starting' && pulling !== undefined) {
    const container = pod.spec.containers.find(({ name }) => name === pulling) ?? pod.spec.containers[0];
    return { type: 'pulling', image: shortImage(container?.image ?? '') };
  }
  if (state === 'failed') {
    for (const { state: current } of pod.status.containerStatuses ?? []) {
      if (current.terminated !== undefined) return { type: 'exit', code: current.terminated.exitCode };
    }
  }
  return undefined;
}

const shortImage = (image: string) => (image.split('/').at(-1) ?? image).split(':')[0] ?? image;
