import { expect, test } from 'vitest';
import { testServer } from '../testServer';

const CLASSES = '/apis/networking.k8s.io/v1/ingressclasses';
const INGRESSES = '/apis/networking.k8s.io/v1/namespaces/default/ingresses';
const annotations = { 'ingressclass.kubernetes.io/is-default-class': 'true' };
const ingressClass = (name: string, metadata: object = {}) => ({
  metadata: { name, ...metadata },
  spec: { controller: 'example.com/ingress' },
});
const backend = { defaultBackend: { service: { name: 'web', port: { number: 80 } } } };

async function classOf(ingress: object, classes: readonly object[]): Promise<unknown> {
  const { send } = await testServer();
  for (const each of classes) await send('POST', CLASSES, each);
  const { code, body } = await send('POST', INGRESSES, ingress);
  expect(code).toBe(201);
  return (body as { readonly spec: { readonly ingressClassName?: string } }).spec.ingressClassName; // An Ingress.
}

test('an Ingress without a class gets the default one', async () => {
  const plain = { metadata: { name: 'i' }, spec: backend };
  expect(await classOf(plain, [ingressClass('other'), ingressClass('nginx', { annotations })])).toBe('nginx');
  expect(await classOf(plain, [ingressClass('other')])).toBeUndefined();
});

test('of two default classes of one age the first by name is taken', async () => {
  const classes = [ingressClass('b', { annotations }), ingressClass('a', { annotations })];
  expect(await classOf({ metadata: { name: 'i' }, spec: backend }, classes)).toBe('a');
});

test('an Ingress that names its class keeps it, also in the old way', async () => {
  const classes = [ingressClass('nginx', { annotations })];
  const named = { metadata: { name: 'i' }, spec: { ...backend, ingressClassName: 'mine' } };
  expect(await classOf(named, classes)).toBe('mine');
  const old = { metadata: { name: 'i', annotations: { 'kubernetes.io/ingress.class': 'mine' } }, spec: backend };
  expect(await classOf(old, classes)).toBeUndefined();
});
