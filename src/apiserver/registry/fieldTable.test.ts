/** What `npm run generate` derives from the OpenAPI models, for the server and for the editor. */
import { expect, test } from 'vitest';
import table from '../../../generated/fields.json';
import schema from '../../../generated/kubernetes.schema.json';
import { apiVersionOf, type Kind, kinds } from '../../api/kinds';
import { fieldsOf } from './fieldTable';

interface Definition {
  readonly properties: Readonly<Record<string, { readonly enum?: readonly string[]; readonly description?: string }>>;
  readonly 'x-kubernetes-group-version-kind'?: readonly object[];
}
const definitions = schema.definitions as unknown as Readonly<Record<string, Definition>>; // Written by our own script.

test('the server knows the fields of every kind and of everything inside', () => {
  const types = Object.keys(table);
  for (const kind of Object.keys(kinds)) expect(types).toContain(kind);
  for (const type of types) {
    for (const [name, field] of fieldsOf(type)) {
      if (field.base === '@') expect(types, `${type}.${name}`).toContain(field.type);
    }
  }
});

test('a field is coded with its Go type', () => {
  expect(fieldsOf('PodSpec').get('containers')).toMatchObject({
    container: '[',
    base: '@',
    type: 'Container',
    goType: '[]v1.Container',
  });
  expect(fieldsOf('PodSpec').get('restartPolicy')).toMatchObject({ base: 's', goType: 'v1.RestartPolicy' });
  expect(fieldsOf('PodSpec').get('priority')).toMatchObject({ base: 'i', isPointer: true, goType: 'int32' });
  expect(fieldsOf('ResourceRequirements').get('limits')).toMatchObject({
    container: '{',
    base: 'q',
    goType: 'v1.ResourceList',
  });
  expect(fieldsOf('Secret').get('data')).toMatchObject({ container: '{', base: 'y' });
  expect(fieldsOf('PodCondition').get('lastProbeTime')).toMatchObject({ base: 't', printsNull: true });
});

test('the editor tells kinds apart by apiVersion and kind', () => {
  expect(schema.oneOf.map(({ $ref }) => $ref)).toEqual(Object.keys(kinds).map((kind) => `#/definitions/${kind}`));
  for (const kind of Object.keys(kinds) as Kind[]) {
    const definition = definitions[kind];
    const { group, version } = kinds[kind];
    expect(definition?.properties.apiVersion?.enum).toEqual([apiVersionOf(kind)]);
    expect(definition?.properties.kind?.enum).toEqual([kind]);
    expect(definition?.['x-kubernetes-group-version-kind']).toEqual([{ group, kind, version }]);
  }
});

test('the editor explains fields in one sentence', () => {
  const { properties } = definitions.Probe ?? { properties: {} };
  expect(properties.periodSeconds?.description).toBe('How often (in seconds) to perform the probe.');
});
