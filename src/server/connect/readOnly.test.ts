import { expect, test } from 'vitest';
import { apiParts, isReading } from './readOnly';

const pods = '/api/v1/namespaces/default/pods';

test.each([
  ['GET', '/api/v1/pods?limit=500'],
  ['GET', '/api/v1/pods?watch=1&resourceVersion=5'],
  ['GET', `${pods}/kubia/log?follow=true`],
  ['GET', `${pods}/kubia/status`],
  ['GET', '/apis/apps/v1/namespaces/default/deployments/web/scale'],
  ['GET', '/api/v1/namespaces/exec'],
  ['GET', '/api/v1/namespaces/default/secrets/proxy'],
  ['GET', '/version'],
  ['GET', '/openapi/v3/api/v1?hash=1'],
  ['GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode'],
  ['HEAD', '/readyz'],
  ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'],
  ['POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews'],
  ['POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews'],
  ['POST', `${pods}?dryRun=All`],
  ['PATCH', `${pods}/kubia?fieldManager=kubectl&dryRun=All`],
  ['PUT', '/apis/apps/v1/namespaces/default/deployments/web/scale?dryRun=All'],
  ['DELETE', `${pods}/kubia?dryRun=All`],
])('%s %s cannot change the cluster and passes', (method, target) => {
  expect(isReading({ method, target })).toBe(true);
});

test.each([
  ['POST', pods],
  ['PUT', `${pods}/kubia`],
  ['PATCH', `${pods}/kubia`],
  ['DELETE', `${pods}/kubia`],
  ['DELETE', pods],
  ['TRACE', pods],
  // What only looks like reading.
  ['GET', `${pods}/kubia/exec?command=sh&stdin=true`],
  ['GET', `${pods}/kubia/attach`],
  ['GET', `${pods}/kubia/portforward?ports=80`],
  ['GET', `${pods}/kubia/proxy/admin?delete=all`],
  ['GET', `${pods}/kubia/exec/`],
  ['GET', '/api/v1/nodes/worker-1/proxy/run/default/kubia/main'],
  ['GET', '/api/v1/namespaces/default/services/web:80/proxy/'],
  ['GET', '/api/v1/proxy/namespaces/default/pods/kubia'],
  ['GET', '/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachineinstances/vm/console'],
  // What has no dry run, or asks for none that the API server sees.
  ['POST', '/api/v1/namespaces/default/serviceaccounts/default/token?dryRun=All'],
  ['POST', `${pods}/kubia/eviction?dryRun=All`],
  ['POST', `${pods}/kubia/exec?dryRun=All`],
  ['POST', `${pods}?dryRun=all`],
  ['POST', `${pods}?dryRun=`],
  ['POST', `${pods}?dryRun=All&dryRun=`],
  ['POST', `${pods}?dryRun=All;x=1`],
  ['POST', `${pods}?dry%52un=All&dryRun=All`],
  ['POST', `${pods}?DryRun=All`],
  ['POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews'],
  ['POST', '/apis/apps/v1/namespaces/default/selfsubjectaccessreviews/x/y'],
])('%s %s is refused', (method, target) => {
  expect(isReading({ method, target })).toBe(false);
});

test('the options in the body of a DELETE count, not those of the address', () => {
  const target = `${pods}/kubia?dryRun=All`;
  expect(isReading({ method: 'DELETE', target, body: '{}' })).toBe(false);
  expect(isReading({ method: 'DELETE', target, body: '{"gracePeriodSeconds":0}' })).toBe(false);
  expect(isReading({ method: 'DELETE', target, body: 'dryRun: [All]' })).toBe(false);
  expect(isReading({ method: 'DELETE', target, body: '{"dryRun":[],"dryRun":["All"]}' })).toBe(false);
  expect(isReading({ method: 'DELETE', target, body: '{"dryRun":["All"]}' })).toBe(true);
});

test.each([
  '/api/v1/../v1/pods',
  '/api/v1/namespaces/default/pods%2Fkubia%2Fexec',
  '/api/v1/namespaces/default/pods/kubia/%65xec%2f',
  '/api//v1/pods',
  '/api/v1/./pods',
  '/api/v1/%2e%2e/pods',
  '/api/v1/pods\\kubia',
  '/api/v1/pods%5ckubia',
  '/api/v1/pods%00',
  '/api/v1/pods%2541',
  '/%61pi/v1/%2e%2e',
  '/api/v1/%ff',
])('the path %s can be read in two ways and goes nowhere', (target) => {
  expect(() => isReading({ method: 'GET', target })).toThrow(RangeError);
});

test('an encoded letter hides no subresource', () => {
  expect(isReading({ method: 'GET', target: `${pods}/kubia/%65xec` })).toBe(false);
  expect(isReading({ method: 'GET', target: `/%61pi/v1/namespaces/default/pods/kubia/exec` })).toBe(false);
});

test('what no API server has is the page', () => {
  expect(apiParts('/?api=/')).toBeUndefined();
  expect(apiParts('/assets/main.js')).toBeUndefined();
  expect(apiParts('/apidocs')).toBeUndefined();
  expect(apiParts('/api')).toEqual(['api']);
});
