import { expect, test } from 'vitest';
import { tokenAuthentication } from './authentication';

const authenticate = tokenAuthentication('secret');

test('the administrator comes in by the token and loses it on the way', () => {
  expect(authenticate({ authorization: 'Bearer secret', accept: 'x' }, '/api')).toEqual({ accept: 'x' });
  expect(authenticate({ authorization: 'bearer  secret' }, '/api')).toEqual({});
});

test('nobody comes in without a token, with another one, or with a password', () => {
  for (const authorization of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer secre',
    'Bearer secrets',
    'Basic c2VjcmV0',
    'secret',
  ]) {
    expect(authenticate(authorization === undefined ? {} : { authorization }, '/api')).toBeUndefined();
  }
});

test('who has no token may ask whether the server is well, as nobody', () => {
  for (const path of ['/healthz', '/livez', '/readyz', '/version']) {
    expect(authenticate({}, path)).toEqual({ authorization: '' });
  }
  expect(authenticate({ authorization: 'Bearer wrong' }, '/healthz')).toBeUndefined();
});

test('what may be a token of a ServiceAccount is left to the API', () => {
  expect(authenticate({ authorization: 'Bearer a.b.c' }, '/api')).toEqual({ authorization: 'Bearer a.b.c' });
});
