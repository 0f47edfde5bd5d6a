import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Container } from '../../api/core/pod';
import type { Image } from '../../api/images/image';
import { definitionName, definitionOf, definitionText, genericLine } from './imageDefinition';

const container = (more: object) => ({ name: 'main', image: 'mycompany/shop:2.1', ...more }) as unknown as Container;

test.each([
  ['mycompany/shop:2.1', 'shop-2.1'],
  ['shop', 'shop'],
  ['mydomain:5000/a/web_front:V2_x', 'web-front-v2-x'],
  ['quay.io/a/b-@sha256:0', 'image'],
])('%s is defined under the name %s', (image, name) => {
  expect(definitionName(image)).toBe(name);
});

test('a definition is found by the full name of the image', () => {
  const images = [{ spec: { reference: 'docker.io/library/shop' } }] as unknown as Image[];
  expect(definitionOf('shop:latest', images)).toBe(images[0]);
  expect(definitionOf('shop:2', images)).toBeUndefined();
});

test('the generic server is one line for the terminal', () => {
  expect(genericLine('mycompany/shop:2.1')).toBe(
    `echo '{"apiVersion":"images.kubeloop.dev/v1","kind":"Image","metadata":{"name":"shop-2.1"},"spec":{"reference":"mycompany/shop:2.1"}}' | kubectl apply -f -`,
  );
});

test('the first draft of a definition answers where the container is asked', () => {
  const text = definitionText(
    container({
      ports: [{ name: 'http', containerPort: 3000 }],
      livenessProbe: { httpGet: { path: '/healthz?full=1', port: 'http' } },
      readinessProbe: { tcpSocket: { port: 3001 } },
    }),
    'What it does.',
  );
  expect(text.startsWith('# What it does.\n')).toBe(true);
  expect(parse(text)).toMatchObject({
    kind: 'Image',
    metadata: { name: 'shop-2.1' },
    spec: {
      reference: 'mycompany/shop:2.1',
      ports: [
        { port: 3000, responses: [{ body: 'Hello from $HOSTNAME\n' }, { path: '/healthz', body: 'ok' }] },
        { port: 3001 },
      ],
      stop: { onTerm: 'Exit', code: 143 },
    },
  });
});
