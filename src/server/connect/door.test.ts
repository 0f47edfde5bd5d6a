import { expect, test } from 'vitest';
import { type Caller, judge } from './door';

const keys = { port: 8440, session: 'session-secret', token: 'token-secret' };
const cookie = 'theme=dark; kubeloop-8440=session-secret';
const caller = (headers: Caller['headers'], more: Partial<Caller> = {}): Caller => ({
  method: 'GET',
  target: '/api/v1/pods',
  isUpgrade: false,
  ...more,
  headers: { host: '127.0.0.1:8440', ...headers },
});
const isIn = (asked: Caller) => judge(asked, keys).type === 'in';

test('the printed address opens the door once', () => {
  const opening = caller({}, { target: '/?token=token-secret' });
  expect(judge(opening, keys).type).toBe('welcome');
  expect(judge(opening, { ...keys, token: undefined })).toMatchObject({ type: 'refused', code: 401 });
  expect(judge(caller({}, { target: '/?token=guess' }), keys)).toMatchObject({ type: 'refused', code: 401 });
});

test('the cookie of the browser that opened it is asked for everywhere', () => {
  expect(isIn(caller({ cookie }))).toBe(true);
  expect(isIn(caller({}))).toBe(false);
  expect(isIn(caller({ cookie: 'kubeloop-8440=session-secre' }))).toBe(false);
  expect(isIn(caller({ cookie: 'kubeloop-8441=session-secret' }))).toBe(false);
});

test('a foreign name that leads to this machine is refused, with the cookie and with the token', () => {
  for (const host of ['evil.example:8440', 'evil.example', '127.0.0.1', '127.0.0.1:8441', '']) {
    expect(judge(caller({ host, cookie }), keys)).toMatchObject({ type: 'refused', code: 421 });
    expect(judge(caller({ host }, { target: '/?token=token-secret' }), keys).type).toBe('refused');
  }
  expect(isIn(caller({ host: 'localhost:8440', cookie }))).toBe(true);
});

test('writes and upgrades must come from this very page', () => {
  const origin = 'http://127.0.0.1:8440';
  expect(isIn(caller({ cookie, origin }, { method: 'DELETE' }))).toBe(true);
  expect(isIn(caller({ cookie }, { method: 'DELETE' }))).toBe(false);
  expect(isIn(caller({ cookie, origin: 'http://127.0.0.1:3000' }, { method: 'DELETE' }))).toBe(false);
  expect(isIn(caller({ cookie, origin: 'null' }, { method: 'POST' }))).toBe(false);
  expect(isIn(caller({ cookie, origin }, { isUpgrade: true }))).toBe(true);
  expect(isIn(caller({ cookie, origin: 'http://localhost:8440' }, { isUpgrade: true }))).toBe(false);
  expect(isIn(caller({ cookie }, { isUpgrade: true }))).toBe(false);
});

test('another server of this machine may link to the page, and may not read through it', () => {
  const site = { 'sec-fetch-site': 'same-site' };
  expect(isIn(caller({ cookie, ...site }))).toBe(false);
  expect(isIn(caller({ cookie, ...site, 'sec-fetch-dest': 'script', 'sec-fetch-mode': 'no-cors' }))).toBe(false);
  expect(isIn(caller({ cookie, ...site, 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate' }))).toBe(false);
  expect(isIn(caller({ cookie, ...site, 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }))).toBe(true);
});
