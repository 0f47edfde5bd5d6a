import { expect, test } from 'vitest';
import { en, ko } from './sentences';
import { fill, loadPanelTexts, loadTexts, translator } from './text';

test('both languages know the same sentences', () => {
  expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
});

test('both languages name the same values in each sentence', () => {
  const places = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort();
  const different = Object.entries(en).filter(
    ([key, sentence]) => String(places(sentence)) !== String(places(ko[key as keyof typeof ko])),
  );
  expect(different.map(([key]) => key)).toEqual([]);
});

test('a pod is announced in the words that kubectl prints', () => {
  const params = { name: 'kubia-x', status: 'Running', ready: '1/1', restarts: 0 };
  expect(translator('en')('graph.pod.name', params)).toBe('pod kubia-x, Running, READY 1/1, 0 restarts');
});

test('a place without a value is left visible', () => {
  expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}');
});

test('Korean is there once it has been loaded', async () => {
  await loadTexts('ko');
  expect(translator('ko')('graph.view.nodes')).toBe('노드');
  await loadPanelTexts('ko');
  expect(translator('ko')('start.run')).toBe(ko['start.run']);
});
