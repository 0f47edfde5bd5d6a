/** CustomResourceDefinitions that a real kube-apiserver 1.36.3 was sent, and what it said. */
import { beforeAll, expect, test } from 'vitest';
import { testServer } from '../testServer';
import recorded from './recorded/definitions.json';
import { loadCustomParts } from './loadCustomParts';

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All&fieldValidation=Warn';

beforeAll(loadCustomParts);

// Not recorded: k8s.io/apiserver/pkg/cel/environment turns on cel-go's ValidateRegexLiterals, and this is its sentence.
test('a definition: a rule with a pattern that RE2 does not read', async () => {
  const rule = { rule: "self.matches('(?=a)b')" };
  const schema = { type: 'object', properties: { spec: { type: 'string', 'x-kubernetes-validations': [rule] } } };
  const { send } = await testServer();
  const answer = await send('POST', path, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  });
  expect(answer.code).toBe(422);
  expect((answer.body as { readonly message: string }).message).toContain(
    `compilation failed: ERROR: <input>:1:14: invalid matches argument\n | self.matches('(?=a)b')\n | .............^`,
  );
});

test.each(recorded)('a definition: $name', async ({ object, code, warnings, message }) => {
  const { send } = await testServer();
  const answer = await send('POST', path, object);
  const said = (answer.warnings ?? []).filter((text) => !text.startsWith('kubeloop: '));
  const { message: why } = answer.body as { readonly message?: string };
  expect({ code: answer.code, message: why, warnings: said }).toEqual({ code, message, warnings });
});
