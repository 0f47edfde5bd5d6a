import { deflateSync } from 'fflate';
import { expect, test } from 'vitest';
import type { Command, Fault, Run } from '../../client/simulation';
import { withLastApplied } from '../../kubectl/apply/lastApplied';
import { decodeFragment, encodeRun } from './codec';
import { DICTIONARY } from './dictionary';
import { MOST_DECODED_BYTES } from './envelope';
import { emptyRun, linkOf, numbersFrom, randomRun } from './randomRuns';

test('every run comes out of its link as it went in', () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const run = randomRun(seed);
    const content = decodeFragment(linkOf(run));
    expect({ seed, content }).toEqual({ seed, content: { type: 'run', run } });
  }
}, 60_000);

test('no link ends in a character that chat programs leave out', () => {
  for (let seed = 1; seed <= 400; seed += 1) expect(linkOf(randomRun(seed))).toMatch(/^#z1:[A-Za-z0-9_-]*[A-Za-z0-9]$/);
});

test('a link that lost its end says how much is missing', () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const link = linkOf(randomRun(seed));
    for (let length = '#z1:'.length; length < link.length - 4; length += 1) {
      const content = decodeFragment(link.slice(0, length));
      expect({ seed, length, content }).toMatchObject({
        seed,
        length,
        content: { type: 'bad', problem: { type: 'cut' } },
      });
    }
  }
});

test('a link in which one character changed is damaged and never opens as another run', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const run = randomRun(seed);
    const link = linkOf(run);
    const next = numbersFrom(seed);
    for (let round = 0; round < 20; round += 1) {
      const at = 4 + next(link.length - 4);
      const changed = `${link.slice(0, at)}${link[at] === 'A' ? 'B' : 'A'}${link.slice(at + 1)}`;
      const content = decodeFragment(changed);
      // The bits that pad the last character carry nothing.
      if (content.type === 'run') expect(content.run).toEqual(run);
      else expect(content.type).toBe('bad');
    }
  }
});

test('a full stop, a bracket and escapes around a link do no harm', () => {
  const link = linkOf(randomRun(5));
  const run = { type: 'run', run: randomRun(5) };
  expect(decodeFragment(`${link}).`)).toEqual(run);
  expect(decodeFragment(link.replaceAll('-', '%2D').replaceAll('_', '%5f').replace(':', '%3A'))).toEqual(run);
});

test('an address without a run holds none', () => {
  for (const fragment of ['', '#', '#/s/first-pod', '#nodes', '#z:abc']) {
    expect(decodeFragment(fragment)).toEqual({ type: 'none' });
  }
});

test('a link of a later codec asks for a newer page', () => {
  expect(decodeFragment('#z2:AAAA')).toEqual({ type: 'bad', problem: { type: 'newer', version: 2 } });
});

/** A well-formed link around any text. */
function linkAround(json: string): string {
  const deflated = deflateSync(new TextEncoder().encode(json), { dictionary: DICTIONARY });
  let hash = 0x811c9dc5;
  for (const byte of deflated) hash = Math.imul(hash ^ byte, 0x01000193);
  const sum = ((hash >>> 24) ^ hash) & 0xffffff;
  const { length } = deflated;
  const header = [length >>> 16, length >>> 8, length, sum >>> 16, sum >>> 8, sum].map((byte) => byte & 255);
  return `#z1:${Buffer.from([...header, ...deflated]).toString('base64url')}`;
}

test('a link to something else than a run names what is wrong', () => {
  const problem = (json: string) => {
    const content = decodeFragment(linkAround(json));
    return content.type === 'bad' ? content.problem : content;
  };
  expect(problem('no json')).toEqual({ type: 'notARun', where: 'JSON' });
  expect(problem('[]')).toEqual({ type: 'notARun', where: 'run' });
  expect(problem('{"v":1}')).toEqual({ type: 'notARun', where: 'untilMs' });
  expect(problem('{"v":1,"t":0,"i":-5}')).toEqual({ type: 'notARun', where: 'startedAt' });
  expect(problem('{"v":1,"t":0,"i":1e15}')).toEqual({ type: 'notARun', where: 'startedAt' });
  expect(problem('{"v":2,"t":0}')).toEqual({ type: 'newer', version: 2 });
  expect(problem('{"v":1,"t":0,"c":[[0,{"type":"explode"}]]}')).toEqual({
    type: 'notARun',
    where: 'commands[0].fault.type',
  });
  expect(problem('{"v":1,"t":0,"c":[[0,"EAT","/api"]]}')).toEqual({
    type: 'notARun',
    where: 'commands[0].request.method',
  });
  expect(problem('{"v":1,"t":0,"c":[7]}')).toEqual({ type: 'notARun', where: 'commands[0]' });
  expect(problem('{"v":1,"t":0,"n":[{"name":"a","cpu":-1,"memory":"1Gi","pods":1}]}')).toEqual({
    type: 'notARun',
    where: 'nodes[0].cpu',
  });
});

test('a link that would unfold to megabytes is refused before it does', () => {
  const content = decodeFragment(linkAround(`{"v":1,"t":0,"f":{"a":"${'a'.repeat(30_000_000)}"}}`));
  expect(content).toEqual({ type: 'bad', problem: { type: 'oversized' } });
});

test('a text that is longer than any link is not even decoded', () => {
  expect(decodeFragment(`#z1:${'A'.repeat(200_000)}`)).toEqual({
    type: 'bad',
    problem: { type: 'tooLong', length: 200_000 },
  });
});

test('a run too big for a link is said to be so instead of making one that does not open', () => {
  const text = 'x'.repeat(MOST_DECODED_BYTES);
  expect(encodeRun({ ...emptyRun, files: { 'a.yaml': text } })).toMatchObject({ type: 'oversized' });
});

test('a link that was made with version 1 opens for ever', () => {
  const content = decodeFragment('#z1:AAAtUEjYg3W7gFrMye9rYe9fIXXn4f0qQ1MDkhuwoParOUgfMY1kUIMa4jlT4JCQQS0A');
  const path = '/api/v1/namespaces/default/pods/kubia';
  expect(content).toEqual({
    type: 'run',
    run: {
      version: 1,
      profile: 'v1.36',
      seed: 7,
      nodes: [{ name: 'worker-1', cpu: 4, memory: '8Gi', pods: 110 }],
      files: { 'kubia.yaml': 'kind: Pod\n' },
      commands: [
        { atMs: 1_500, type: 'request', request: { method: 'DELETE', path, headers: { 'user-agent': 'kubectl' } } },
        { atMs: 9_000, type: 'fault', fault: { type: 'cutNetwork', node: 'worker-1' } },
      ],
      untilMs: 60_000,
    },
  });
});

test('the dictionary of version 1 stays as it is, or links in the world stop opening', () => {
  let hash = 0x811c9dc5;
  for (const byte of DICTIONARY) hash = Math.imul(hash ^ byte, 0x01000193);
  expect([DICTIONARY.length, hash >>> 0]).toEqual([4772, 3995333155]);
});

test('after five objects and five faults the link is shorter than 1000 characters', () => {
  expect(linkOf(bookRun()).length).toBeLessThan(1000);
});

/** What a person does with the manifests of the study notes, as the page records it. */
function bookRun(): Run {
  const headers = { 'user-agent': 'kubectl', 'content-type': 'application/json' };
  const containers = [{ name: 'kubia', image: 'luksa/kubia', ports: [{ containerPort: 8080 }] }];
  const probed = [
    { image: 'luksa/kubia-unhealthy', name: 'kubia', livenessProbe: { httpGet: { path: '/', port: 8080 } } },
  ];
  const template = (app: string) => ({ metadata: { labels: { app } }, spec: { containers } });
  const meta = (name: string) => ({ name, namespace: 'default' });
  const objects: readonly (readonly [string, Record<string, unknown>])[] = [
    [
      '/api/v1/namespaces/default/pods',
      { apiVersion: 'v1', kind: 'Pod', metadata: meta('kubia-liveness'), spec: { containers: probed } },
    ],
    [
      '/api/v1/namespaces/default/replicationcontrollers',
      {
        apiVersion: 'v1',
        kind: 'ReplicationController',
        metadata: meta('kubia'),
        spec: { replicas: 3, selector: { app: 'kubia' }, template: template('kubia') },
      },
    ],
    [
      '/apis/apps/v1/namespaces/default/replicasets',
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: meta('nginx-replicaset'),
        spec: { replicas: 3, selector: { matchLabels: { app: 'photo-view' } }, template: template('photo-view') },
      },
    ],
    [
      '/apis/apps/v1/namespaces/default/deployments',
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: meta('web'),
        spec: { replicas: 4, selector: { matchLabels: { app: 'web' } }, template: template('web') },
      },
    ],
    [
      '/api/v1/namespaces/default/pods',
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: meta('nginx-pod'),
        spec: { containers: [{ image: 'nginx', name: 'nginx' }] },
      },
    ],
  ];
  const requests: Command[] = objects.map(([path, body], index) => ({
    atMs: 2_000 + index * 7_345,
    type: 'request',
    request: {
      method: 'POST',
      path,
      query: { fieldManager: 'kubectl-client-side-apply', fieldValidation: 'Strict' },
      headers,
      body: withLastApplied(body),
    },
  }));
  const at = (seconds: number) => 40_000 + seconds * 1_037;
  const faults: Command[] = [
    {
      atMs: at(10),
      type: 'fault',
      fault: { type: 'killContainer', namespace: 'default', pod: 'kubia-9qw4z', container: 'kubia' },
    },
    {
      atMs: at(20),
      type: 'fault',
      fault: {
        type: 'breakEndpoint',
        mode: 'error',
        namespace: 'default',
        pod: 'kubia-2x7fd',
        container: 'kubia',
        port: 8080,
        path: '/',
      },
    },
    { atMs: at(40), type: 'fault', fault: { type: 'cutNetwork', node: 'worker-2' } },
    { atMs: at(400), type: 'fault', fault: { type: 'bringBack', node: 'worker-2' } },
    {
      atMs: at(500),
      type: 'fault',
      fault: {
        type: 'mendEndpoint',
        namespace: 'default',
        pod: 'kubia-2x7fd',
        container: 'kubia',
        port: 8080,
        path: '/',
      },
    },
  ];
  const file = (name: string, image: string) =>
    `apiVersion: v1\nkind: ReplicationController\nmetadata:\n  name: ${name}\nspec:\n  replicas: 3\n  selector:\n    app: ${name}\n  template:\n    metadata:\n      labels:\n        app: ${name}\n    spec:\n      containers:\n      - name: ${name}\n        image: ${image}\n        ports:\n        - containerPort: 8080\n`;
  const files = { 'kubia-rc.yaml': file('kubia', 'luksa/kubia'), 'web.yaml': file('web', 'nginx') };
  return { ...emptyRun, files, commands: [...requests, ...faults], untilMs: 792_400 };
}

const place = { namespace: 'default', pod: 'kubia', container: 'main' };
const containerFaults: readonly Fault[] = [
  { type: 'exitContainer', ...place, code: 3 },
  { type: 'hangContainer', ...place },
  { type: 'resumeContainer', ...place },
  { type: 'growMemory', ...place, bytes: 1_000_000 },
  { type: 'burnCpu', ...place, millis: 500 },
  { type: 'removeContainerFile', ...place, path: '/var/ready' },
  { type: 'breakEndpoint', ...place, port: 80, mode: 'slow', delayMs: 2000 },
  { type: 'breakRegistry', host: 'mydomain:5000', how: 'credentialsExpired' },
  { type: 'mendRegistry', host: 'mydomain:5000' },
];

test('what is done to machines, containers and registries travels, and so does the profile', () => {
  const node = 'worker-1';
  const faults: readonly Fault[] = [
    { type: 'reboot', node },
    { type: 'shutDown', node, graceSeconds: 30, criticalSeconds: 10 },
    { type: 'takeMemory', node, leavesBytes: 50 },
    { type: 'fillDisk', node },
    { type: 'writeNodeFile', node, path: '/etc/a', text: 'kind: Pod\n', manifest: { kind: 'Pod' } },
    { type: 'removeNodeFile', node, path: '/etc/a' },
    ...containerFaults,
  ];
  const commands = faults.map((fault, atMs): Command => ({ atMs, type: 'fault', fault }));
  const run: Run = { ...emptyRun, profile: 'book', commands };
  expect(decodeFragment(linkOf(run))).toEqual({ type: 'run', run });
});
