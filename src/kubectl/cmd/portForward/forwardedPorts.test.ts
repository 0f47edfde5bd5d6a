import { expect, test } from 'vitest';
import type { Pod } from '../../../api/core/pod';
import type { Service } from '../../../api/core/service';
import { forwardedPortsOf } from './forwardedPorts';

const metadata = { name: 'web', uid: '', resourceVersion: '', creationTimestamp: '' };
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: { containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }] }] },
} as object as Pod; // Only what is read.
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata,
  spec: {
    clusterIP: '10.96.0.1',
    ports: [
      { name: 'front', port: 80, targetPort: 'http', protocol: 'TCP' },
      { name: 'plain', port: 81, targetPort: 9376, protocol: 'TCP' },
    ],
  },
} as object as Service; // Only what is read.

test('one number stands for both sides, and nothing for any local port', () => {
  expect(forwardedPortsOf(['80', '8080:80', ':80'], pod, undefined)).toEqual([
    { local: 80, remote: 80 },
    { local: 8080, remote: 80 },
    { local: 0, remote: 80 },
  ]);
});

test('a named port of a pod is its number', () => {
  expect(forwardedPortsOf(['http', '1:http'], pod, undefined)).toEqual([
    { local: 8080, remote: 8080 },
    { local: 1, remote: 8080 },
  ]);
  expect(() => forwardedPortsOf(['1:x'], pod, undefined)).toThrow("Pod 'web' does not have a named port 'x'");
});

test('a port of a Service leads to the port of the pod behind it', () => {
  expect(forwardedPortsOf(['80', '9000:front', 'plain'], pod, service)).toEqual([
    { local: 80, remote: 8080 },
    { local: 9000, remote: 8080 },
    { local: 81, remote: 9376 },
  ]);
  expect(() => forwardedPortsOf(['82'], pod, service)).toThrow('Service web does not have a service port 82');
  expect(() => forwardedPortsOf(['x'], pod, service)).toThrow("Service 'web' does not have a named port 'x'");
});

test('what is no port is refused in the words of Go', () => {
  expect(() => forwardedPortsOf(['x:80'], pod, undefined)).toThrow(
    'error parsing local port \'x\': strconv.ParseUint: parsing "x": invalid syntax',
  );
  expect(() => forwardedPortsOf(['80:0'], pod, undefined)).toThrow('remote port must be > 0');
  expect(() => forwardedPortsOf(['70000:80'], pod, undefined)).toThrow('value out of range');
});
