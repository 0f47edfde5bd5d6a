import { expect, test } from 'vitest';
import type { HttpAnswer } from '../../client/network';
import type { OutsideAnswer, OutsideAsk } from '../../client/simulation';
import { namesIn, visitPage, wholeAddress } from './page';

const answer = (status: number, headers: HttpAnswer['headers'] = []): OutsideAnswer => ({
  exchanged: [
    { type: 'response', ms: 1, hops: [], response: { version: 'HTTP/1.1', status, reason: '', headers, body: '' } },
  ],
});
const visit = async (address: string, answers: readonly OutsideAnswer[], trusts = false) => {
  const asked: OutsideAsk[] = [];
  const send = async (ask: OutsideAsk) => {
    asked.push(ask);
    return answers[asked.length - 1] ?? {};
  };
  const names = namesIn('127.0.0.1 localhost\n192.168.49.2 kubia.example.com # mine\n');
  const page = await visitPage(address, { simulation: { send }, names, trusts: () => trusts });
  return { page, asked };
};

test('an address without a scheme is asked by http', () => {
  expect(wholeAddress('192.168.49.2:30123')?.href).toBe('http://192.168.49.2:30123/');
  expect(wholeAddress('ftp://x')).toBeUndefined();
  expect(wholeAddress('')).toBeUndefined();
});

test('a name stands in /etc/hosts, or it is not resolved and the request is told all the same', async () => {
  const known = await visit('kubia.example.com/api?x=1', [answer(200)]);
  expect(known.asked[0]).toMatchObject({ to: { ip: '192.168.49.2', port: 80 }, requests: [{ path: '/api?x=1' }] });
  const unknown = await visit('http://kubia', []);
  expect(unknown.page).toMatchObject({ type: 'error', error: 'ERR_NAME_NOT_RESOLVED' });
  expect(unknown.asked[0]).toMatchObject({ type: 'unresolved', name: 'kubia' });
});

test('failures have the names that a browser gives them', async () => {
  const error = async (given: OutsideAnswer) => {
    const { page } = await visit('192.168.49.2', [given]);
    return page.type === 'error' ? page.error : page.type;
  };
  const silent: OutsideAnswer = { exchanged: [{ type: 'silent', hops: [] }] };
  expect(await error({ dialled: { type: 'refused', ms: 1, hops: [] } })).toBe('ERR_CONNECTION_REFUSED');
  expect(await error({ dialled: { type: 'lost', hops: [] } })).toBe('ERR_CONNECTION_TIMED_OUT');
  expect(await error(silent)).toBe('ERR_CONNECTION_TIMED_OUT');
  expect(await error({ dialled: { type: 'noRoute', ms: 1, hops: [] } })).toBe('ERR_ADDRESS_UNREACHABLE');
  expect(await error({ exchanged: [{ type: 'closed', ms: 1, hops: [] }] })).toBe('ERR_EMPTY_RESPONSE');
});

test('redirects are followed, and not for ever', async () => {
  const { page, asked } = await visit('http://kubia.example.com/', [
    answer(308, [['Location', 'https://kubia.example.com/']]),
    answer(200),
  ]);
  expect(page.type).toBe('answer');
  expect(asked[1]).toMatchObject({ to: { port: 443 }, requests: [{ tls: { serverName: 'kubia.example.com' } }] });
  const loop = Array.from({ length: 30 }, () => answer(302, [['location', '/']]));
  expect((await visit('http://kubia.example.com/', loop)).page).toMatchObject({ error: 'ERR_TOO_MANY_REDIRECTS' });
});

test('a certificate that nobody trusts is a warning first', async () => {
  const shown = (names: readonly string[]): OutsideAnswer => ({
    exchanged: [
      {
        type: 'response',
        ms: 1,
        hops: [],
        response: { version: 'HTTP/2', status: 200, reason: '', headers: [], body: '' },
        certificate: { subject: 'CN=kubia', issuer: 'CN=kubia', names, pem: '' },
      },
    ],
  });
  const address = 'https://kubia.example.com/';
  expect((await visit(address, [shown(['kubia.example.com'])])).page.type).toBe('warning');
  expect((await visit(address, [shown(['kubia.example.com'])], true)).page.type).toBe('answer');
});
