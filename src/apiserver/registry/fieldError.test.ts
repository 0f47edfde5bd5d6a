/** The 422 answer, against oracle recordings. */
import { expect, test } from 'vitest';
import { invalid, invalidError, renderValue, required } from './fieldError';

test('several complaints stand in brackets, each with its cause', () => {
  const name = required('spec.containers[0].name');
  const image = required('spec.containers[0].image');
  expect(invalidError('Pod', 'x', [name, image, image]).status).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'Pod "x" is invalid: [spec.containers[0].name: Required value, spec.containers[0].image: Required value]',
    reason: 'Invalid',
    details: {
      name: 'x',
      kind: 'Pod',
      causes: [
        { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers[0].name' },
        { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers[0].image' },
        { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers[0].image' },
      ],
    },
    code: 422,
  });
});

test('a kind outside the core group is named with its group', () => {
  const error = invalidError('Deployment', 'x', [invalid('spec.replicas', -1, 'must be greater than or equal to 0')]);
  expect(error.message).toBe(
    'Deployment.apps "x" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  );
  expect(error.status.details).toMatchObject({ group: 'apps', kind: 'Deployment' });
});

test('an object without a name has none in the details', () => {
  expect(invalidError('Pod', '', [required('metadata.name')]).status.details).not.toHaveProperty('name');
});

test.each<[unknown, string]>([
  ['a"b', '"a\\"b"'],
  [5, '5'],
  [true, 'true'],
  [null, 'null'],
  [{ matchLabels: { a: '<b>' } }, '{"matchLabels":{"a":"\\u003cb\\u003e"}}'],
])('%j is printed as Go prints it', (value, text) => {
  expect(renderValue(value)).toBe(text);
});
