/** Objects of a custom resource that a real kube-apiserver 1.36.3 was sent, and what it said and stored. */
import { beforeAll, expect, test } from 'vitest';
import type { Instant } from '../../sim/clock';
import { type TestServer, testServer } from '../testServer';
import recorded from './recorded/objects.json';
import { loadCustomParts } from './loadCustomParts';
import definition from './recorded/widget.json';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const widgets = '/apis/stable.example.com/v1/namespaces/demo/widgets';

async function established(crd: object = definition): Promise<TestServer> {
  const server = await testServer();
  const { code, body } = await server.send('POST', definitions, crd);
  expect(code, JSON.stringify(body)).toBe(201);
  await server.kernel.advanceTo((server.kernel.clock.now() + 100) as Instant);
  return server;
}

interface Answer {
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly field: string; readonly reason: string }[] };
  readonly spec?: unknown;
  readonly status?: unknown;
}

beforeAll(loadCustomParts);

test.each(recorded)('an object: $name', async ({ object, validation, code, warnings, message, causes, stored }) => {
  const { send } = await established();
  const answer = await send('POST', `${widgets}?dryRun=All&fieldValidation=${validation}`, object);
  const body = answer.body as Answer;
  const said = (answer.warnings ?? []).filter((text) => !text.startsWith('kubeloop: '));
  const text = body.message?.replace(/ in '\{.*$/, '');
  expect({ code: answer.code, message: text, warnings: said }).toEqual({
    code,
    message: message?.replace(/ in '\{.*$/, ''),
    warnings,
  });
  const reasons = (body.details?.causes ?? []).map(({ field, reason }) => `${field} ${reason}`);
  if (causes !== undefined) expect(reasons).toEqual(causes);
  if (stored !== undefined) expect({ spec: body.spec, status: body.status }).toEqual({ status: undefined, ...stored });
});
