import { expect, test } from 'vitest';
import type { WhyCard, WhyChain } from '../../client/why';
import { en, ko } from '../i18n/sentences';
import { fill, type Translate } from '../i18n/text';
import { rules } from '../../rules/registry';
import { glowOf } from './glow';
import { questionText } from './question';
import { actorText, cardText, docsOf, fieldTexts, settingOf, spanText } from './words';

const t: Translate = (key, params) => fill(en[key], params);
const inKorean: Translate = (key, params) => fill(ko[key], params);
const pod = { kind: 'Pod', namespace: 'default', name: 'kubia-x' } as const;
const card = (part: Partial<WhyCard>): WhyCard => ({ at: 0, by: 'you', times: 1, ...part });
const wrote = (fields: readonly string[] = [], type: 'ADDED' | 'MODIFIED' | 'DELETED' = 'MODIFIED') =>
  ({ ...pod, revision: 7, type, fields }) as const;

test('a card of a rule says its sentence in both languages, with durations in words', () => {
  const killed = card({ by: 'kubelet/w1', rule: 'containerKilled', params: { container: 'kubia', graceMs: 30_000 } });
  expect(cardText(killed, t, 'en')).toBe('The kubelet asks kubia to end and gives it 30 s before SIGKILL');
  expect(cardText(killed, inKorean, 'ko')).toContain('30초 동안');
  expect(settingOf(killed, t)).toEqual({ name: 'terminationGracePeriodSeconds', value: '30 s', isFlag: false });
  expect(docsOf(killed)).toMatch(/^https:\/\/kubernetes\.io\/docs\/.+#pod-termination$/);
});

test('a flag is told apart from a field: its value is the profile’s', () => {
  const lost = card({ rule: 'nodeNotHeardOf', params: { node: 'w1', silentMs: 50_000, graceMs: 50_000 } });
  expect(settingOf(lost, t)).toEqual({ name: '--node-monitor-grace-period', value: '50 s', isFlag: true });
});

test('a rule that a newer engine knows is told by what it wrote', () => {
  const unknown = card({ by: 'kube-scheduler', rule: 'notKnownHere', wrote: wrote(['spec.nodeName']) });
  expect(cardText(unknown, t, 'en')).toBe('updated pod kubia-x');
  expect(settingOf(unknown, t)).toBeUndefined();
});

test.each([
  [{ type: 'DELETE', subject: '/api/v1/namespaces/default/pods/kubia-x' }, 'delete pod kubia-x'],
  [{ type: 'DELETE', subject: '/x', line: 'kubectl delete po kubia-x' }, 'kubectl delete po kubia-x'],
  [{ type: 'POST', subject: '/api/v1/namespaces/default/pods?dryRun=All' }, 'create pod kubia-x'],
  [{ type: 'powerOff', subject: '{"type":"powerOff","node":"worker-1"}' }, `${en['actions.powerOff']} worker-1`],
  [{ type: 'addNode', subject: '{"type":"addNode","node":{"name":"w9"}}' }, `${en['actions.addNode']} w9`],
  [{ type: 'boot', subject: '' }, 'The cluster was started'],
])('what a person did is told as on the time bar: %o', (command, text) => {
  expect(cardText(card({ command, wrote: wrote() }), t, 'en')).toBe(text);
});

test('who acted is named as Kubernetes names it', () => {
  expect(actorText(card({}), t)).toBe('You');
  expect(actorText(card({ by: 'kubelet/worker-1' }), t)).toBe('kubelet worker-1');
  const loop = card({ by: 'kube-controller-manager', controller: 'replicaset-controller', about: 'default/web-1' });
  expect(actorText(loop, t)).toBe('replicaset-controller web-1');
});

test('fields name the items of lists shortly', () => {
  expect(fieldTexts(wrote(['status.conditions[type=Ready].status', 'spec.nodeName']))).toEqual([
    'status.conditions[Ready].status',
    'spec.nodeName',
  ]);
});

test.each([
  [0, '0 ms'],
  [3.2, '3 ms'],
  [750, '0.75 s'],
  [30_000, '30 s'],
  [59_999, '1 min'],
  [65_000, '1 min 5 s'],
  [300_000, '5 min'],
  [3_900_000, '1 h 5 min'],
])('%d ms are %s', (ms, text) => {
  expect(spanText(ms, t)).toBe(text);
});

const field = (path: string, value?: string): Pick<WhyChain, 'subject' | 'value'> => ({
  subject: { type: 'field', object: pod, path },
  ...(value === undefined ? {} : { value }),
});

test.each([
  [field('spec.nodeName', 'worker-3'), 'Why does kubia-x run on worker-3?'],
  [field('status.containerStatuses[name=kubia].restartCount', '2'), 'Why was kubia-x restarted?'],
  [field('status.conditions[type=Ready].status', 'False'), 'Why is kubia-x not ready?'],
  [field('status.conditions[type=PodScheduled].status', 'True'), 'Why is PodScheduled True on kubia-x?'],
  [field('status.podIP'), 'Why is status.podIP of kubia-x: absent?'],
])('a field is asked about in words: %o', (asked, text) => {
  expect(questionText(asked, t)).toBe(text);
});

test('an object is asked about by the field that tells most, or by its beginning or end', () => {
  const subject = { type: 'object', object: pod } as const;
  const told = { subject, field: 'status.containerStatuses[name=a].state.waiting.reason', value: 'CrashLoopBackOff' };
  expect(questionText(told, t)).toBe('Why is kubia-x CrashLoopBackOff?');
  expect(questionText({ subject, cards: [card({ wrote: wrote([], 'DELETED') })] }, t)).toBe('Why is pod kubia-x gone?');
  expect(questionText({ subject, cards: [card({ wrote: wrote([], 'ADDED') })] }, t)).toBe(
    'Why is there a pod kubia-x?',
  );
  expect(questionText({ subject }, inKorean)).toBe('pod kubia-x, 왜 지금 이 상태인가?');
});

test('numbers follow time, and an object of several cards wears all of them', () => {
  const node = { kind: 'Node', name: 'w1' } as const;
  const cards = [
    card({ by: 'kubelet/w1', wrote: wrote() }),
    card({ by: 'kubelet/w1', wrote: wrote() }),
    card({ by: 'kube-scheduler', wrote: wrote(), objects: [node] }),
    card({ by: 'kubelet/w1' }),
    card({ by: 'you', wrote: wrote([], 'ADDED') }),
  ];
  const glow = glowOf({ subject: { type: 'object', object: pod }, cards, folded: 0, next: [] });
  expect(glow.get('Pod default/kubia-x')).toBe('1 3-5');
  expect(glow.get('Node w1')).toBe('2 3');
  expect(glow.get('by kubelet/w1')).toBe('2 4 5');
  expect(glowOf(undefined).size).toBe(0);
});

test('no sentence of a rule in Korean needs a particle that hangs on a value', () => {
  const hanging = /\}(은\(는\)|이\(가\)|을\(를\)|와\(과\)|\(으\)로)/;
  expect(Object.entries(rules).filter(([, { ko: sentence }]) => hanging.test(sentence))).toEqual([]);
});
