import { expect, test } from 'vitest';
import { controllers } from './registry';
import { controllerNames, programOf, selectControllers } from './selection';

const namesOf = (...selectors: string[]) => selectControllers(controllers, selectors).map(({ name }) => name);

test('a controller is switched off by its name, by its old name, and with all its loops', () => {
  expect(namesOf('*')).toHaveLength(controllers.length);
  expect(namesOf('*', '-replicaset-controller')).not.toContain('replicaset-controller');
  expect(namesOf('*', '-replicaset')).not.toContain('replicaset-controller');
  expect(namesOf('*', '-endpoint', '-nodelifecycle').length).toBe(controllers.length - 2);
  expect(namesOf('*', '-garbagecollector').some((name) => name.startsWith('garbage'))).toBe(false);
  expect(namesOf('*', '-job')).not.toContain('job-orphan-pods');
});

test('without a star only what is named runs, beside the loops of other programs', () => {
  const names = namesOf('replicaset', 'deployment-controller');
  expect(names.filter((name) => programOf(name) === undefined)).toEqual([
    'replicaset-controller',
    'deployment-controller',
  ]);
  expect(names).toEqual(expect.arrayContaining(['volume-provisioner', 'service-ipaddresses', 'ingress-status']));
  expect(namesOf('-replicaset', 'replicaset', '*')).not.toContain('replicaset-controller');
});

test('a name that there is not is refused with those that there are', () => {
  expect(() => namesOf('*', '-replicasets')).toThrow(
    '"replicasets" is not in the list of known controllers: clusterrole',
  );
  expect(controllerNames(controllers)).toContain('horizontal-pod-autoscaler-controller');
});
