/** The sentences of a chain: what is asked, who acted, what they did and by which rule. */
import type { WhyCard, WhyChain } from '../../client/why';
import { ruleOf } from '../../rules/registry';
import { fill, type Locale, type Translate } from '../i18n/text';
import { FAULT_WORDS } from '../timeline/faultWords';
import { requestText } from '../timeline/deeds';

/** What is asked, as a heading. */
export function questionText({ subject, value }: Pick<WhyChain, 'subject' | 'value'>, t: Translate): string {
  if (subject.type === 'revision') return t('why.title.revision', { revision: subject.revision });
  const { name, kind } = subject.object;
  if (subject.type === 'object') return t('why.title.object', { kind: kind.toLowerCase(), name });
  const path = subject.path;
  const told = { name, value: value ?? t('why.absent'), path };
  if (path === 'spec.nodeName' && value !== undefined) return t('why.title.node', told);
  if (path === 'metadata.deletionTimestamp') return t('why.title.deleted', told);
  if (path.endsWith('.restartCount')) return t('why.title.restarts', told);
  const condition = /^status\.conditions\[type=([^\]]+)\]/.exec(path)?.[1];
  if (condition !== undefined) return t('why.title.condition', { ...told, condition });
  return t('why.title.field', told);
}

/** `Scheduler`, `kubelet worker-1`, `replicaset-controller kubia`: who acted. */
export function actorText({ by, controller, about }: WhyCard, t: Translate): string {
  if (by === 'you') return t('why.you');
  if (by === 'kubeloop') return 'kubeloop';
  if (controller === undefined) return by.replace('/', ' ');
  const name = about?.split('/').at(-1);
  return name === undefined ? controller : `${controller} ${name}`;
}

/** One sentence: of the rule, of what was done, of the timer, or of what was written. */
export function cardText(card: WhyCard, t: Translate, locale: Locale): string {
  const rule = card.rule === undefined ? undefined : ruleOf(card.rule);
  if (rule !== undefined) return fill(rule[locale], readable(card.params ?? {}, t));
  if (card.command !== undefined) return commandText(card.command, t);
  if (card.timer !== undefined) return t('why.timer', { timer: card.timer });
  return card.wrote === undefined ? '' : writeText(card.wrote, t);
}

/** `created pod kubia-x`, as one of the API's verbs. */
export function writeText({ type, kind, name }: NonNullable<WhyCard['wrote']>, t: Translate): string {
  return t(`why.wrote.${type}`, { kind: kind.toLowerCase(), name });
}

function commandText({ type, subject }: NonNullable<WhyCard['command']>, t: Translate): string {
  if (type === 'boot') return t('why.boot');
  if (Object.hasOwn(FAULT_WORDS, type)) {
    const word = FAULT_WORDS[type as keyof typeof FAULT_WORDS]; // Just checked.
    return [t(word), ...faultPlace(subject)].join(' ');
  }
  if (/^(GET|POST|PUT|PATCH|DELETE)$/.test(type)) {
    // The trace says what HTTP says.
    return requestText({ method: type as 'POST', path: subject });
  }
  return `${type} ${subject}`.trim();
}

/** What a fault was done to: a pod, a node, a host, as its command says. */
function faultPlace(subject: string): readonly string[] {
  try {
    const fault = JSON.parse(subject) as Readonly<Record<string, unknown>>; // As the engine wrote it.
    const place = [fault.pod, fault.node, fault.host, fault.component, fault.name].find(
      (each) => typeof each === 'string',
    );
    return typeof place === 'string' ? [place] : [];
  } catch {
    return [subject];
  }
}

/** Params as they are read: those that are durations in words. */
function readable(params: Readonly<Record<string, string | number>>, t: Translate): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      name.endsWith('Ms') && typeof value === 'number' ? spanText(value, t) : value,
    ]),
  );
}

/** `0.75 s`, `30 s`, `5 min`, `1 h 5 min`. */
export function spanText(ms: number, t: Translate): string {
  if (ms < 60_000) return t('why.seconds', { count: Math.round(ms / 10) / 100 });
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.round((ms % 60_000) / 1000);
  if (minutes >= 60) {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    const whole = t('why.hours', { count: hours });
    return rest === 0 ? whole : `${whole} ${t('why.minutes', { count: rest })}`;
  }
  const whole = t('why.minutes', { count: minutes });
  return seconds === 0 ? whole : `${whole} ${t('why.seconds', { count: seconds })}`;
}

/** Where Kubernetes tells of the rule; undefined for what is no rule. */
export function docsOf({ rule }: WhyCard): string | undefined {
  const docs = rule === undefined ? undefined : ruleOf(rule)?.docs;
  return docs === undefined ? undefined : `https://kubernetes.io/${docs}`;
}
