/** The sentences of a chain: who acted, what they did, by which rule and setting, and what was written. */
import type { WhyCard } from '../../client/why';
import { ruleOf } from '../../rules/registry';
import { fill, type Locale, type Translate } from '../i18n/text';
import { requestText } from '../timeline/deeds';
import { FAULT_WORDS } from '../timeline/faultWords';

/** `kube-scheduler`, `kubelet worker-1`, `replicaset-controller kubia`: who acted. */
export function actorText({ by, controller, about }: WhyCard, t: Translate): string {
  if (by === 'you') return t('why.you');
  if (controller === undefined) return by.replace('/', ' ');
  const name = about?.split('/').at(-1);
  return name === undefined ? controller : `${controller} ${name}`;
}

/** One sentence: of the rule, of what was done, of the timer, or of what was written. */
export function cardText(card: WhyCard, t: Translate, locale: Locale): string {
  const rule = card.rule === undefined ? undefined : ruleOf(card.rule);
  if (rule !== undefined) return fill(rule[locale], readable(card.params ?? {}, t));
  if (card.command !== undefined) return commandText(card.command, card.wrote, t);
  if (card.timer !== undefined) return timerText(card.timer, t);
  return card.wrote === undefined ? '' : writeText(card.wrote, t);
}

/** What a person typed in the terminal, if that is what the card tells. */
export const typedLine = ({ rule, command }: WhyCard): string | undefined =>
  rule === undefined ? command?.line : undefined;

/** `created pod kubia-x`, as one of the API's verbs. */
export function writeText({ type, kind, name }: NonNullable<WhyCard['wrote']>, t: Translate): string {
  return t(`why.wrote.${type}`, { kind: kind.toLowerCase(), name });
}

/** Fields of a write in the words of `kubectl explain`, list items by their names: `status.conditions[Ready].status`. */
export const fieldTexts = ({ fields }: NonNullable<WhyCard['wrote']>): readonly string[] =>
  fields.map((path) => path.replace(/\[(?:name|type|key|uid|ip|port|containerPort)=([^\]]*)\]/g, '[$1]'));

function timerText(timer: string, t: Translate): string {
  if (timer === 'lease' || timer === 'nodeStatus' || timer === 'tick') return t(`why.timer.${timer}`);
  return t('why.timer', { timer });
}

type Command = NonNullable<WhyCard['command']>;

function commandText({ type, subject, line }: Command, wrote: WhyCard['wrote'], t: Translate): string {
  if (line !== undefined) return line;
  if (type === 'boot') return t('why.boot');
  if (Object.hasOwn(FAULT_WORDS, type)) {
    const word = FAULT_WORDS[type as keyof typeof FAULT_WORDS]; // Just checked.
    return [t(word), ...faultPlace(subject)].join(' ');
  }
  if (/^(GET|POST|PUT|PATCH|DELETE)$/.test(type)) {
    // The trace says what HTTP says; of what was created only the answer knows the name.
    const body = type === 'POST' && wrote !== undefined ? { metadata: { name: wrote.name } } : undefined;
    return requestText({ method: type as 'POST', path: subject.replace(/\?.*/, ''), body });
  }
  return `${type} ${subject}`.trim();
}

/** What a fault was done to: a pod, a node, a host, as its command says. */
function faultPlace(subject: string): readonly string[] {
  try {
    const fault = JSON.parse(subject) as Readonly<Record<string, unknown>>; // As the engine wrote it.
    const { node } = fault;
    const name = typeof node === 'object' && node !== null && 'name' in node ? node.name : node;
    const all = [fault.pod, name, fault.host, fault.component, fault.name];
    const place = all.find((each): each is string => typeof each === 'string');
    return place === undefined ? [] : [place];
  } catch {
    return [subject];
  }
}

/** Params as they are read: those that are durations in words. */
function readable(params: NonNullable<WhyCard['params']>, t: Translate): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, valueText(name, value, t)]));
}

const valueText = (name: string, value: string | number, t: Translate) =>
  name.endsWith('Ms') && typeof value === 'number' ? spanText(value, t) : value;

/** The last word of a setting, to the params that may hold its value. */
const SETTING_PARAMS: readonly (readonly [setting: RegExp, params: readonly string[]])[] = [
  [/(^|\.)replicas$/, ['wanted']],
  [/maxSurge$/, ['surge', 'maxSurge']],
  [/maxUnavailable$/, ['unavailable', 'maxUnavailable']],
  [/minAvailable$/, ['minAvailable']],
  [/failureThreshold$/, ['threshold']],
  [/successThreshold$/, ['times']],
  [/tolerationSeconds$/, ['toleratedMs']],
  [/pod-eviction-timeout$/, ['timeoutMs']],
  [/status-update-frequency$/, ['everyMs']],
  [/event-ttl$/, ['ttlMs']],
  [/(grace-?period|GracePeriod)(Seconds)?$/, ['graceMs']],
  [/[dD]eadlineSeconds$/, ['deadlineMs']],
  [/backoffLimit$/, ['backoffLimit']],
  [/(Policy)$/, ['policy']],
  [/(limits\.[\w-]+|Limit|gc-threshold)$/, ['limit']],
  [/eviction-hard$/, ['threshold']],
  [/ip-range$/, ['range']],
];

export interface Setting {
  /** As Kubernetes spells it: `spec.replicas`, `--node-monitor-grace-period`. */
  readonly name: string;
  readonly value?: string;
  /** A flag of a component: its value is the profile's, not the object's. */
  readonly isFlag: boolean;
}

/** What decides the rule of a card, with its value where the card has it; undefined for what no setting decides. */
export function settingOf({ rule, params = {} }: Pick<WhyCard, 'rule' | 'params'>, t: Translate): Setting | undefined {
  const name = rule === undefined ? undefined : ruleOf(rule)?.setting;
  if (name === undefined) return undefined;
  const [, candidates = []] = SETTING_PARAMS.find(([setting]) => setting.test(name)) ?? [];
  const param = candidates.find((each) => params[each] !== undefined);
  const value = param === undefined ? undefined : params[param];
  const told = param === undefined || value === undefined ? {} : { value: String(valueText(param, value, t)) };
  return { name, ...told, isFlag: name.startsWith('--') };
}

/** `3 ms`, `0.75 s`, `30 s`, `5 min`, `1 h 5 min`. */
export function spanText(ms: number, t: Translate): string {
  if (ms < 10) return t('why.millis', { count: Math.round(ms) });
  if (ms < 59_995) return t('why.seconds', { count: Math.round(ms / 10) / 100 });
  const all = Math.round(ms / 1000);
  const parts = [
    ['why.hours', Math.floor(all / 3600)],
    ['why.minutes', Math.floor(all / 60) % 60],
    ['why.seconds', all >= 3600 ? 0 : all % 60],
  ] as const;
  return parts.flatMap(([key, count]) => (count === 0 ? [] : [t(key, { count })])).join(' ');
}

/** Where Kubernetes tells of the rule; undefined for what is no rule. */
export function docsOf({ rule }: Pick<WhyCard, 'rule'>): string | undefined {
  const docs = rule === undefined ? undefined : ruleOf(rule)?.docs;
  return docs === undefined ? undefined : `https://kubernetes.io/${docs}`;
}
