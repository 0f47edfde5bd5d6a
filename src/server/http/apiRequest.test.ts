import { describe, expect, test } from 'vitest';
import { targetOf } from './apiRequest';
import { shapeOf } from './requestShape';

describe('the request line', () => {
  test('is read as Go reads it', () => {
    expect(targetOf('/api/v1/pods?labelSelector=a%3Db&command=sh&command=-c&x=a+b&empty')).toEqual({
      path: '/api/v1/pods',
      query: { labelSelector: 'a=b', command: ['sh', '-c'], x: 'a b', empty: '' },
    });
    expect(targetOf('https://127.0.0.1:6443/healthz')).toEqual({ path: '/healthz', query: {} });
  });

  test('loses the pairs that Go cannot read, and is refused where the path cannot be read', () => {
    expect(targetOf('/api?a=%zz&b=1;c=2&d=3')?.query).toEqual({ d: '3' });
    expect(targetOf('/api/%zz')).toBeUndefined();
    expect(targetOf('*')).toBeUndefined();
  });

  test('keeps the escape of a percent sign, so that the API does not read it twice', () => {
    expect(targetOf('/api/v1/namespaces/default/pods/a%2541')?.path).toBe('/api/v1/namespaces/default/pods/a%2541');
    expect(targetOf('/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode')?.path).toBe(
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node',
    );
  });
});

describe('which answer is a stream', () => {
  const shape = (path: string, query: Record<string, string> = {}) => shapeOf({ method: 'GET', path, query });
  test.each([
    ['/api/v1/namespaces/default/pods', { watch: '1' }, 'watch'],
    ['/api/v1/pods', { watch: 'true' }, 'watch'],
    ['/api/v1/pods', { watch: 'false' }, 'answer'],
    ['/api/v1/namespaces', { watch: '' }, 'watch'],
    ['/api/v1/namespaces/default', { watch: '1' }, 'answer'],
    ['/api/v1/namespaces/default/status', { watch: '1' }, 'answer'],
    ['/apis/apps/v1/deployments', { watch: '1' }, 'watch'],
    ['/apis/apps/v1/namespaces/x/deployments/web', { watch: '1' }, 'answer'],
    ['/api/v1/watch/namespaces/default/pods', {}, 'watch'],
    ['/api/v1/namespaces/default/pods/web/log', { follow: 'true' }, 'log'],
    ['/api/v1/namespaces/default/pods/web/log', {}, 'answer'],
    ['/apis', { watch: '1' }, 'answer'],
    ['/healthz', { watch: '1' }, 'answer'],
  ] as const)('%s %j: %s', (path, query, expected) => {
    expect(shape(path, query)).toBe(expected);
  });

  test('only a GET is one', () => {
    expect(shapeOf({ method: 'DELETE', path: '/api/v1/pods', query: { watch: '1' } })).toBe('answer');
  });
});
