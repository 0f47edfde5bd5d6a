import { expect, test } from 'vitest';
import type { Command } from '../../client/simulation';
import type { ApiRequest } from '../../client/transport';
import { deedBefore, nameOf } from './deedNames';

const request = (method: ApiRequest['method'], path: string, body?: object, line?: number): Command => ({
  atMs: 0,
  type: 'request',
  request: { method, path, ...(body && { body }) },
  ...(line === undefined ? {} : { line }),
});
const typed = (text: string): Command => ({ atMs: 0, type: 'line', text });
const pods = '/api/v1/namespaces/default/pods';

test.each<[string, Command]>([
  ['delete pod kubia-x', request('DELETE', `${pods}/kubia-x`)],
  ['evict pod kubia-x', request('POST', `${pods}/kubia-x/eviction`, { metadata: { name: 'kubia-x' } })],
  [
    'create deployment web',
    request('POST', '/apis/apps/v1/namespaces/default/deployments', { metadata: { name: 'web' } }),
  ],
  ['scale deployment web', request('PATCH', '/apis/apps/v1/namespaces/default/deployments/web/scale', {})],
  ['create namespace shop', request('POST', '/api/v1/namespaces', { metadata: { name: 'shop' } })],
  ['delete namespace shop', request('DELETE', '/api/v1/namespaces/shop')],
  ['patch node worker-1', request('PATCH', '/api/v1/nodes/worker-1', {})],
  [
    'create networkpolicy deny',
    request('POST', '/apis/networking.k8s.io/v1/namespaces/a/networkpolicies', { metadata: { name: 'deny' } }),
  ],
  [
    'create ingress a',
    request('POST', '/apis/networking.k8s.io/v1/namespaces/a/ingresses', { metadata: { name: 'a' } }),
  ],
  [
    'create storageclass fast',
    request('POST', '/apis/storage.k8s.io/v1/storageclasses', { metadata: { name: 'fast' } }),
  ],
  ['power off worker-2', { atMs: 0, type: 'fault', fault: { type: 'powerOff', node: 'worker-2' } }],
  [
    'kill container kubia-x',
    { atMs: 0, type: 'fault', fault: { type: 'killContainer', namespace: 'a', pod: 'kubia-x', container: 'main' } },
  ],
  ['delete pod kubia-x', typed('  kubectl delete pod   kubia-x')],
  ['apply -f web.yaml', typed('k apply -f web.yaml')],
  ['ping 10.0.0.1', { atMs: 0, type: 'send', ask: { type: 'ping', ip: '10.0.0.1' } }],
])('%s is what a branch is called', (name, command) => {
  expect(nameOf(command)).toBe(name);
});

test('a name has room on a tab', () => {
  expect(nameOf(typed(`kubectl label pod kubia ${'x'.repeat(200)}`)).length).toBeLessThanOrEqual(48);
});

test('what one terminal line did is one deed, a stream with what was said on it too, and a line that reads is none', () => {
  const exec: Command = { atMs: 0, type: 'stream', request: { method: 'POST', path: `${pods}/a/exec` }, line: 3 };
  const commands: Command[] = [
    request('POST', pods, { metadata: { name: 'a' } }),
    typed('kubectl get pods'),
    typed('kubectl delete pod a b'),
    request('DELETE', `${pods}/a`, undefined, 2),
    request('DELETE', `${pods}/b`, undefined, 2),
    typed('kubectl exec -it a -- sh'),
    exec,
    { atMs: 0, type: 'streamInput', stream: 1, message: { channel: 0, data: 'ls\n' } },
    { atMs: 0, type: 'unstream', stream: 1 },
    typed('kubectl get nodes'),
  ];
  const firsts = commands.map((_, index) => deedBefore(commands, index + 1)?.first);
  expect(firsts).toEqual([0, 0, 0, 2, 2, 2, 5, 5, 5, 5]);
  expect(deedBefore(commands, 10)?.command).toBe(commands[5]);
  expect(deedBefore(commands, 0)).toBeUndefined();
});
