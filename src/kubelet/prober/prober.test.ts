import { expect, test } from 'vitest';
import type { Container, Probe } from '../../api/core/pod';
import type { ContainerRuntime, ExecResult, GrpcHealth, HttpProbeResult } from '../runtime/containerRuntime';
import { portOf, runProbe } from './prober';

const container = { name: 'c', ports: [{ name: 'web', containerPort: 8080, protocol: 'TCP' }] } as unknown as Container; // A probe looks at no more.
const target = { containerID: 'containerd://1', podIP: '10.244.1.5' };
const timing = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

function probe(
  handler: Partial<Probe>,
  answers: { grpc?: GrpcHealth; http?: HttpProbeResult; tcp?: 'connected' | 'refused' | 'timeout'; exec?: ExecResult },
) {
  const runtime = {
    http: () => answers.http ?? { type: 'refused' },
    tcp: () => answers.tcp ?? 'refused',
    grpcHealth: () => answers.grpc ?? 'noGrpc',
    tls: () => false,
    exec: () => answers.exec ?? { exitCode: 0, output: '' },
  } as unknown as ContainerRuntime; // A probe asks for no more.
  return runProbe(runtime, 'liveness', { ...timing, ...handler }, container, target);
}
const http: Partial<Probe> = { httpGet: { path: '/healthz', port: 'web', scheme: 'HTTP' } };
const response = (status: number, durationMs = 0): HttpProbeResult => ({
  type: 'response',
  status,
  body: '',
  durationMs,
});

test.each([200, 204, 301, 399])('an answer %i is a success', (status) => {
  expect(probe(http, { http: response(status) })).toEqual({ result: 'success', output: '', afterMs: 0 });
});

test.each([
  [response(500), 'HTTP probe failed with statuscode: 500', 0],
  [response(404), 'HTTP probe failed with statuscode: 404', 0],
  [
    { type: 'refused' } as const,
    'Get "http://10.244.1.5:8080/healthz": dial tcp 10.244.1.5:8080: connect: connection refused',
    0,
  ],
  [
    { type: 'hang' } as const,
    'Get "http://10.244.1.5:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    1_000,
  ],
  [
    response(200, 5_000),
    'Get "http://10.244.1.5:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    1_000,
  ],
])('an HTTP probe that gets %j fails', (answer, output, afterMs) => {
  expect(probe(http, { http: answer })).toEqual({ result: 'failure', output, afterMs });
});

test('a TCP probe is refused in words of the dialer', () => {
  expect(probe({ tcpSocket: { port: 9999 } }, { tcp: 'refused' }).output).toBe(
    'dial tcp 10.244.1.5:9999: connect: connection refused',
  );
});

test('an exec probe fails with the output of its command, or with its time-out', () => {
  const exec: Partial<Probe> = { exec: { command: ['sleep', '10'] } };
  expect(probe(exec, { exec: { exitCode: 1, output: 'no\n' } })).toMatchObject({ result: 'failure', output: 'no\n' });
  expect(probe(exec, { exec: { exitCode: 0, output: '', durationMs: 10_000 } })).toEqual({
    result: 'failure',
    output: 'command timed out: "sleep 10" timed out after 1s',
    afterMs: 1_000,
  });
});

test('a command that cannot be run is no verdict', () => {
  const exec: Partial<Probe> = { exec: { command: ['nope'] } };
  expect(probe(exec, { exec: { exitCode: 127, output: '', error: 'executable file not found' } }).result).toBe('error');
});

test('a port may be named', () => {
  expect(portOf('web', container)).toBe(8080);
  expect(portOf(80, container)).toBe(80);
  expect(portOf('nope', container)).toBe(0);
});

test.each([
  ['NOT_SERVING', 'service unhealthy (responded with "NOT_SERVING")', 0],
  ['notFound', 'error: health rpc probe failed: rpc error: code = NotFound desc = unknown service', 0],
  ['hang', 'timeout: health rpc did not complete within 1s', 1_000],
  ['noGrpc', 'timeout: failed to connect service "10.244.1.5:5000" within 1s: context deadline exceeded', 1_000],
] as const)('a gRPC probe that is answered %s fails', (grpc, output, afterMs) => {
  expect(probe({ grpc: { port: 5000 } }, { grpc })).toEqual({ result: 'failure', output, afterMs });
});

test('a server of plain HTTP does not understand HTTPS', () => {
  const secure: Partial<Probe> = { httpGet: { path: '/', port: 8080, scheme: 'HTTPS' } };
  expect(probe(secure, { http: response(200), tcp: 'connected' }).output).toBe(
    'Get "https://10.244.1.5:8080/": http: server gave HTTP response to HTTPS client',
  );
});
