/**
 * What two clusters never share, made equal: generated names, uids, addresses, times, ages. Nothing else may differ
 * between a transcript and its replay.
 */

const SUFFIX = '[bcdfghjklmnpqrstvwxz2456789]';
/** In this order: what stands earlier would otherwise be taken for a part of what stands later. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/("?resourceVersion"?: )"\d+"/g, '$1"<rv>"'],
  [/(Resource Version:\s+)\d+/g, '$1<rv>'],
  [/sha256:[0-9a-f]{64}/g, '<sha>'],
  [/containerd:\/\/[0-9a-f]{64}/g, '<cid>'],
  [/(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} [ \d]\d \d\d:\d\d:\d\d UTC \d{4}/g, '<time>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC/g, '<time>'],
  [/(Boot ID:\s+)\S+/g, '$1<uid>'],
  [/^([EWI])\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ /g, '$1<klog> '],
  [new RegExp(`-${SUFFIX}{8,10}-${SUFFIX}{5}\\b`, 'g'), '-<hash>-<sfx>'],
  [new RegExp(`-${SUFFIX}{5}\\b`, 'g'), '-<sfx>'],
  [/(pod-template-hash[=:] ?)\w+/g, '$1<hash>'],
  [new RegExp(`-(${SUFFIX}{8,10}|[0-9a-f]{8,10})\\b(?!-)`, 'g'), '-<hash>'],
  [/\.[0-9a-f]{16}\b/g, '.<sfx>'],
  [/\b\d{8}\b/g, '<minutes>'],
  [/\b10\.(244|96|9[6-9]|1[01]\d)\.\d+\.\d+\b/g, '<ip>'],
  [/Image size: \d+/g, 'Image size: <n>'],
  [/\bminikube(-m0[23])?\b/g, '<node>'],
  [/192\.168\.49\.\d/g, '<nodeip>'],
  [/\b3[0-2]\d{3}\b/g, '<nodeport>'],
  [/\/home\/\w+/g, '<home>'],
];

/** Whether such an image is on the node already depends on what ran before. */
const TAGGED = '"([^"]+:(?!latest)[\\w.-]+)"';
const PULLING = new RegExp(`Pulling image ${TAGGED}`);
const PULLED = new RegExp(`(Container image|Successfully pulled image) ${TAGGED}.*`);
/** Not those of settings: `period=10s`, `for 300s`. */
const DURATION = /(?<!=|for )\b(\d+(\.\d+)?(ms|µs|s|m|h|d))+\b/g;

/** A printed line without what may differ. */
export interface PlainLine {
  readonly text: string;
  /** Its durations in seconds, in order; `<dur>` stands in the text for each. */
  readonly seconds: readonly number[];
}

/** Undefined where the whole line may be missing. */
export function normaliseLine(line: string): PlainLine | undefined {
  if (PULLING.test(line)) return undefined;
  const { text, seconds } = plainLine(line.replace(PULLED, 'Pulled $2'));
  const once = text.replace(/(Pulled\s+<dur>) \(x\d+ over <dur>\)/, '$1');
  return once === '' ? undefined : { text: once, seconds };
}

/** Any text with what two clusters never share replaced; runs of blanks become two. */
export function plainLine(line: string): PlainLine {
  const seconds: number[] = [];
  const text = RULES.reduce((plain, [pattern, to]) => plain.replace(pattern, to), line)
    .replace(DURATION, (duration) => {
      seconds.push(secondsOf(duration));
      return '<dur>';
    })
    .trim()
    .replace(/\s{2,}/g, '  ');
  return { text, seconds };
}

/** `2m3s` in seconds. */
export function secondsOf(duration: string): number {
  const units: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1, ms: 0.001, µs: 0.000_001 };
  return [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|µs|[dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0),
    0,
  );
}
