import { expect, test } from 'vitest';
import type { WhyCard } from '../client/why';
import type { DealtCard } from './cards';
import { fold } from './fold';

const card = (at: number, more: Partial<WhyCard>): DealtCard => ({ card: { at, by: 'kubelet/a', times: 1, ...more } });
const wrote = (name: string, type: 'ADDED' | 'MODIFIED', ...fields: string[]): Partial<WhyCard> => ({
  wrote: { kind: 'Pod', namespace: 'default', name, revision: 1, type, fields },
});
const you = card(0, { by: 'you', command: { type: 'POST', subject: '/api/v1/namespaces/default/pods' } });

test('a rule that was applied again and again is told once, by the newest', () => {
  const rule = (at: number) => card(at, { rule: 'crashBackOff', params: { container: 'main', backOffMs: at } });
  const { cards, folded } = fold([card(90, wrote('a', 'MODIFIED', 'status.phase')), rule(80), rule(40), rule(20), you]);
  expect(cards.map(({ at, times, since }) => [at, times, since])).toEqual([
    [90, 1, undefined],
    [80, 3, 20],
    [0, 1, undefined],
  ]);
  expect(cards[1]?.params).toEqual({ container: 'main', backOffMs: 80 });
  expect(folded).toBe(0);
});

test('the same rule about different containers stays apart', () => {
  const rule = (container: string) => card(50, { rule: 'exited', params: { container, code: 1 } });
  expect(fold([rule('a'), rule('b'), you]).cards).toHaveLength(3);
});

test('of a long way the first, the last and the most telling steps stay', () => {
  const steps = [
    card(90, wrote('b', 'MODIFIED', 'status.phase')),
    card(80, { rule: 'imagePulled', params: { container: 'main' } }),
    card(70, { rule: 'imagePulling', params: { container: 'main' } }),
    card(60, { rule: 'bestNode', ...wrote('b', 'MODIFIED', 'spec.nodeName') }),
    card(50, { rule: 'missingPods', ...wrote('b', 'ADDED') }),
    card(40, wrote('a', 'MODIFIED', 'status.conditions[type=Ready].status')),
    card(30, { rule: 'tolerationOver', ...wrote('a', 'MODIFIED', 'metadata.deletionTimestamp') }),
    card(20, { rule: 'nodeTainted', params: { node: 'a' } }),
    you,
  ];
  const { cards, folded } = fold(steps);
  expect(cards.map(({ at }) => at)).toEqual([90, 60, 50, 30, 20, 0]);
  expect(folded).toBe(3);
});
