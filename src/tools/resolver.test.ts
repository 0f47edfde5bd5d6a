import { expect, test } from 'vitest';
import type { DnsQuestion, DnsReply, Lookup } from '../client/network';
import { namesOfBind, namesToAsk, readResolvConf } from './resolvConf';
import { resolveHost, whyUnresolved } from './resolver';

const POD =
  'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n';

/** A server that knows `known`, and keeps what it was asked. */
function world(known: Readonly<Record<string, string>>, other: DnsReply['rcode'] | 'refused' | 'lost' = 'NXDOMAIN') {
  const asked: string[] = [];
  const answer = ({ name, type }: DnsQuestion): Lookup => {
    if (type === 'A') asked.push(name);
    if (other === 'lost') return { type: 'lost', hops: [] };
    if (other === 'refused') return { type: 'refused', ms: 1, hops: [] };
    const data = known[name];
    const answers = data === undefined || type !== 'A' ? [] : [{ name, ttl: 30, type, data }];
    const rcode = data === undefined ? (name.includes('local') ? 'NXDOMAIN' : other) : 'NOERROR';
    return {
      type: 'reply',
      ms: 1,
      id: 1,
      reply: { rcode, authoritative: true, recursionAvailable: false, answers },
      hops: [],
    };
  };
  return { asked, network: { lookups: (_: string, questions: readonly DnsQuestion[]) => questions.map(answer) } };
}

const files = {
  hosts: '127.0.0.1\tlocalhost\n10.244.0.9\tweb-0.web.default.svc.cluster.local\tweb-0\n',
  resolvConf: POD,
};

test.each([
  ['kubia', ['kubia.default.svc.cluster.local']],
  ['shop.other', ['shop.other.default.svc.cluster.local', 'shop.other.svc.cluster.local']],
  [
    'shop.other.svc.cluster.local',
    [
      'shop.other.svc.cluster.local.default.svc.cluster.local',
      'shop.other.svc.cluster.local.svc.cluster.local',
      'shop.other.svc.cluster.local.cluster.local',
      'shop.other.svc.cluster.local',
    ],
  ],
  ['shop.other.svc.cluster.local.', ['shop.other.svc.cluster.local']],
  ['a.b.c.d.e.example.com', ['a.b.c.d.e.example.com', ...suffixed('a.b.c.d.e.example.com')]],
  ['nope', [...suffixed('nope'), 'nope']],
])('%s is asked for with the search list of a pod', (host, names) => {
  const { asked, network } = world({
    'kubia.default.svc.cluster.local': '10.96.111.10',
    'shop.other.svc.cluster.local': '10.96.111.23',
  });
  resolveHost(network, files, host);
  expect(asked).toEqual(names);
});

function suffixed(name: string): string[] {
  return ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'].map((suffix) => `${name}.${suffix}`);
}

test('a server that never answers costs 20 seconds: two tries for the first name, two for the name as it stands', () => {
  const { asked, network } = world({}, 'lost');
  expect(resolveHost(network, files, 'kubia')).toMatchObject({ type: 'noServer', ms: 20_000 });
  expect(asked).toEqual(['kubia.default.svc.cluster.local', 'kubia.default.svc.cluster.local', 'kubia', 'kubia']);
  expect(resolveHost(network, files, 'kubia', 'musl')).toMatchObject({ type: 'noServer', ms: 5000 });
});

test('a refused query is no answer at once, but musl waits', () => {
  const { network } = world({}, 'refused');
  expect(resolveHost(network, files, 'kubia')).toMatchObject({ type: 'noServer', ms: 1 });
  expect(resolveHost(network, files, 'kubia', 'musl')).toMatchObject({ type: 'noServer', ms: 5001 });
});

test('without an upstream an unknown name is a trouble of the server, not an unknown name', () => {
  expect(resolveHost(world({}, 'SERVFAIL').network, files, 'nope')).toMatchObject({ type: 'noServer' });
  expect(resolveHost(world({}).network, files, 'nope')).toMatchObject({ type: 'unknown' });
});

test('musl never searches for a name with enough dots, and a name without addresses ends its search', () => {
  const { asked, network } = world({});
  resolveHost(network, files, 'a.b.c.d.e.example.com', 'musl');
  expect(asked).toEqual(['a.b.c.d.e.example.com']);
});

test('the hosts file comes first and gives the proper name', () => {
  const { asked, network } = world({});
  expect(resolveHost(network, files, 'WEB-0')).toEqual({
    type: 'found',
    addresses: ['10.244.0.9'],
    canonical: 'web-0.web.default.svc.cluster.local',
    ms: 0,
    hops: [],
  });
  expect(asked).toEqual([]);
});

test('resolv.conf has limits, and its last search line counts', () => {
  const text =
    'search a\nnameserver 1\nnameserver 2\nnameserver 3\nnameserver 4\nsearch b c\noptions ndots:99 timeout:60 attempts:9\n';
  expect(readResolvConf(text)).toEqual({
    servers: ['1', '2', '3'],
    search: ['b', 'c'],
    ndots: 15,
    timeoutMs: 30_000,
    attempts: 5,
  });
  expect(namesToAsk('a.b', { search: ['c'], ndots: 1 }).names).toEqual(['a.b', 'a.b.c']);
  expect(namesOfBind('a.b', { search: ['c'], ndots: 1 })).toEqual(['a.b']);
  expect(namesOfBind('a', { search: ['c'], ndots: 1 })).toEqual(['a.c', 'a']);
});

test('an alias that leads nowhere is a name without an address', () => {
  const { network } = world({}, 'NOERROR');
  const found = resolveHost(network, { hosts: '', resolvConf: 'nameserver 10.96.0.10\n' }, 'ext-broken.test');
  expect(found.type === 'found' ? found.addresses : whyUnresolved(found)).toBe('No address associated with hostname');
});
