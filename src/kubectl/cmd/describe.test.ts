import { expect, test } from 'vitest';
import { print } from '../../../tests/conformance/printingPair';
import type { KubeObject } from '../../api/meta/objectMeta';

const time = '2026-11-21T08:00:00Z';
const configMap = (name: string): KubeObject & Readonly<Record<string, unknown>> => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', uid: name, resourceVersion: '1', creationTimestamp: time },
});
const kubectl = (words: string, ...names: readonly string[]) =>
  print({
    command: `kubectl ${words}`,
    now: Date.parse(time),
    objects: names.map(configMap),
    stdout: '',
    stderr: '',
  });

const text = (name: string) =>
  `Name:         ${name}\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\n\nData\n====\n\nBinaryData\n====\n\n`;

test('events are shown with the only object, and with no other', async () => {
  expect((await kubectl('describe cm', 'web')).stdout).toBe(`${text('web')}Events:  <none>\n`);
  expect((await kubectl('describe cm', 'a', 'b')).stdout).toBe(`${text('a')}\n\n${text('b')}`);
  expect((await kubectl('describe cm a nosuch', 'a')).stdout).toBe(text('a'));
  expect((await kubectl('describe cm a b --show-events', 'a', 'b')).stdout).toContain('Events:  <none>\n\n\nName:');
});

test('a name that is the beginning of others shows those', async () => {
  expect((await kubectl('describe cm we', 'web-1', 'web-2', 'db')).stdout).toBe(`${text('web-1')}\n${text('web-2')}\n`);
});

test('a name that nothing begins with is not found', async () => {
  const { stderr } = await kubectl('describe cm x', 'web');
  expect(stderr).toBe('Error from server (NotFound): configmaps "x" not found\n');
});

test('nothing at all is said on standard error', async () => {
  expect((await kubectl('describe cm')).stderr).toBe('No resources found in default namespace.\n');
  expect((await kubectl('describe cm -A')).stderr).toBe('No resources found\n');
});
