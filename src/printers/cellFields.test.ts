import { expect, test } from 'vitest';
import { fieldsOfCell } from './cellFields';

test('a cell is asked about as the fields that it is printed from', () => {
  expect(fieldsOfCell('Pod', 'Ready')).toBe('status.containerStatuses[*].ready');
  expect(fieldsOfCell('ReplicationController', 'CURRENT')).toBe('status.replicas');
  expect(fieldsOfCell('Deployment', 'up-to-date')).toBe('status.updatedReplicas');
});

test('the age of every kind is its creation', () => {
  expect(fieldsOfCell('Secret', 'Age')).toBe('metadata.creationTimestamp');
});

test('names, and the status of a pod, are asked about as the object itself', () => {
  expect(fieldsOfCell('Pod', 'Name')).toBeUndefined();
  expect(fieldsOfCell('Pod', 'Status')).toBeUndefined();
  expect(fieldsOfCell('toString', 'constructor')).toBeUndefined();
});
