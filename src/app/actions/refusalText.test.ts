import { expect, test } from 'vitest';
import { ApiError, failure } from '../../api/meta/status';
import { refusalText } from './refusalText';

test.each([
  [failure(404, 'NotFound', 'pods "web" not found'), 'Error from server (NotFound): pods "web" not found\n'],
  [failure(401, 'Unauthorized', 'Unauthorized'), 'error: You must be logged in to the server (Unauthorized)\n'],
  [
    {
      ...failure(422, 'Invalid', 'ReplicaSet.apps "web" is invalid: spec.replicas'),
      details: { kind: 'ReplicaSet', name: 'web', causes: [{ field: 'spec.replicas', message: 'Invalid value: -1' }] },
    },
    'The ReplicaSet "web" is invalid: spec.replicas: Invalid value: -1\n',
  ],
])('a button that is refused says what kubectl would', (status, text) => {
  expect(refusalText(new ApiError(status))).toBe(text);
});

test('what is wrong with a machine stands as it is', () => {
  expect(refusalText(new Error('worker-9: there is no such node'))).toBe('worker-9: there is no such node\n');
});
