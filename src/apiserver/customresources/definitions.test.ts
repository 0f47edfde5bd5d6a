/** CustomResourceDefinitions that a real kube-apiserver 1.36.3 was sent, and what it said. */
import { beforeAll, expect, test } from 'vitest';
import { testServer } from '../testServer';
import recorded from './recorded/definitions.json';
import { loadCustomParts } from './loadCustomParts';

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All&fieldValidation=Warn';

beforeAll(loadCustomParts);

test.each(recorded)('a definition: $name', async ({ object, code, warnings, message }) => {
  const { send } = await testServer();
  const answer = await send('POST', path, object);
  const said = (answer.warnings ?? []).filter((text) => !text.startsWith('kubeloop: '));
  const { message: why } = answer.body as { readonly message?: string };
  expect({ code: answer.code, message: why, warnings: said }).toEqual({ code, message, warnings });
});
