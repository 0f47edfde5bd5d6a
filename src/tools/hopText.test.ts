import { expect, test } from 'vitest';
import type { RequestRecord } from '../client/traffic';
import { hopRules } from '../client/traffic';
import { hopSentence, requestLines } from './hopText';

const service = { kind: 'Service', namespace: 'default', name: 'kubia' } as const;

test('a request through a node port is told with every address before and after', () => {
  const client = { ip: '192.168.49.1', port: 40_000 };
  const node = { ip: '192.168.49.2', port: 30_123 };
  const pod = { ip: '10.244.1.2', port: 8080 };
  const record: RequestRecord = {
    id: 7,
    at: 0,
    tool: 'curl',
    method: 'GET',
    url: 'http://192.168.49.2:30123/',
    client: client.ip,
    status: 200,
    ms: 2.9,
    clientIP: node.ip,
    pod: { kind: 'Pod', namespace: 'default', name: 'kubia-1' },
    hops: [
      { atMs: 0, place: 'client', rule: { key: 'asks' }, to: node },
      {
        atMs: 0.8,
        place: 'proxy',
        node: 'minikube',
        object: service,
        rule: { key: 'nodePortEndpoint', params: { number: 2, of: 3 } },
        from: client,
        to: node,
        toAfter: pod,
      },
      { atMs: 2.9, place: 'pod', rule: { key: 'answers', params: { status: 200, path: '/' } } },
    ],
  };
  expect(requestLines(record)).toEqual([
    '#7  curl  GET http://192.168.49.2:30123/  200  2.9 ms  from 192.168.49.1',
    '     0.0 ms  client   opens a connection to 192.168.49.2:30123',
    '     0.8 ms  proxy    node port of Service default/kubia: endpoint 2 of 3, at random on any node (on minikube)',
    '                      192.168.49.1:40000 > 192.168.49.2:30123  becomes  192.168.49.1:40000 > 10.244.1.2:8080',
    '     2.9 ms  pod      answers 200 to /',
    '  the pod saw the client as 192.168.49.2',
  ]);
});

test('a pod that took nothing saw nobody, and an address that is not known leaves no hole', () => {
  const record = {
    id: 2,
    at: 0,
    tool: 'curl',
    method: 'GET',
    url: 'http://a/',
    client: '192.168.49.1',
    ms: 1,
    status: 502,
  };
  const lines = requestLines({
    ...record,
    pod: { kind: 'Pod', namespace: 'default', name: 'web' },
    clientIP: '10.244.0.3',
    hops: [
      {
        atMs: 0,
        place: 'ingress',
        object: service,
        rule: { key: 'ingressUpstream', params: { pod: 'web' } },
        toAfter: { ip: '10.244.1.4', port: 81 },
      },
      { atMs: 1, place: 'pod', rule: { key: 'noListener', params: { port: 81 } } },
    ],
  });
  expect(lines.join('\n')).not.toMatch(/becomes|saw the client/);
});

test('a request that found no address says so, and where nobody was asked', () => {
  const record = { id: 1, at: 0, tool: 'curl', method: 'GET', url: 'http://kubia/', client: '192.168.49.1', ms: 0 };
  expect(requestLines({ ...record, error: 'dns', hops: [] })).toEqual([
    '#1  curl  GET http://kubia/  no address  0.0 ms  from 192.168.49.1',
    '  nothing of the cluster took part',
  ]);
});

test.each(hopRules)('the rule %s has a sentence, with and without its parameters', (key) => {
  const params = Object.fromEntries(
    'name type rcode server answer why number of local node ip port address host path to code service pod tries seconds status source'
      .split(' ')
      .map((name) => [name, name.toUpperCase()]),
  );
  const whole = hopSentence({ rule: { key, params }, object: service });
  expect(whole).not.toMatch(/[[\]{}?]/);
  expect(whole.length).toBeGreaterThan(10);
  // Optional parts vanish with all that is in them.
  expect(hopSentence({ rule: { key } })).not.toMatch(/[[\]{}]|undefined/);
});
