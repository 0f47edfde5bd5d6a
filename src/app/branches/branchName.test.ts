import { expect, test } from 'vitest';
import { en, ko } from '../i18n/sentences';
import { fill, type Translate } from '../i18n/text';
import { FAULT_WORDS } from '../timeline/faultWords';
import { branchName } from './branchName';

const inKorean: Translate = (key, params) => fill(ko[key], params);
const inEnglish: Translate = (key, params) => fill(en[key], params);
const from = { id: '1', atMs: 20_000 };
const named = (name: string, t = inKorean) => branchName({ name, from }, t);

test('a branch that is called after a deed says it in the language of the reader', () => {
  expect(named('power off worker-2')).toBe('전원 끄기 worker-2');
  expect(named('cut network worker-2 2')).toBe('네트워크 끊기 worker-2 2');
  expect(named('without cut network worker-2')).toBe('취소: 네트워크 끊기 worker-2');
  expect(named('without delete pod kubia-x')).toBe('취소: delete pod kubia-x');
  expect(named('power off worker-2', inEnglish)).toBe('Power off worker-2');
});

test.each(Object.entries(FAULT_WORDS))(
  'a branch that began with the fault %s is called as the time bar calls it',
  (type, key) => {
    const words = type.replace(/([A-Z])/g, ' $1').toLowerCase();
    expect(named(`${words} a`)).toBe(`${ko[key]} a`);
    expect(named(words)).toBe(ko[key]);
  },
);

test('what kubectl spells, what a person named and the first branch stay as they are', () => {
  expect(named('delete pod kubia-x')).toBe('delete pod kubia-x');
  expect(named('power offices')).toBe('power offices');
  expect(branchName({ name: 'power off worker-2', isNamed: true, from }, inKorean)).toBe('power off worker-2');
  expect(branchName({ name: 'without me' }, inKorean)).toBe('without me');
});
