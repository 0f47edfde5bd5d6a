/**
 * Tables of what configures: Namespace, ConfigMap, Secret, ServiceAccount, Lease, ResourceQuota, PriorityClass and
 * role bindings. Models pkg/printers/internalversion/printers.go (v1.36.3).
 */
import type { Lease } from '../api/coordination/lease';
import type { ConfigMap } from '../api/core/configMap';
import type { Namespace } from '../api/core/namespace';
import type { ResourceQuota } from '../api/core/resourceQuota';
import type { Secret } from '../api/core/secret';
import type { ServiceAccount } from '../api/core/serviceAccount';
import type { RoleBinding, Subject } from '../api/rbac/role';
import type { PriorityClass } from '../api/scheduling/priorityClass';
import { age } from './cells';
import { booleanColumns, columns, integerColumns, type TablePrinter, wideColumns } from './table';

/** `kubectl get namespaces`. */
export const namespaceTable: TablePrinter<Namespace> = {
  columns: columns('Name', 'Status', 'Age'),
  cells: (namespace, now) => [namespace.metadata.name, namespace.status?.phase, age(namespace, now)],
};

/** `kubectl get configmaps`. */
export const configMapTable: TablePrinter<ConfigMap> = {
  columns: columns('Name', 'Data', 'Age'),
  cells: (object, now) => [object.metadata.name, count(object.data) + count(object.binaryData), age(object, now)],
};

/** `kubectl get secrets`. */
export const secretTable: TablePrinter<Secret> = {
  columns: columns('Name', 'Type', 'Data', 'Age'),
  cells: (secret, now) => [secret.metadata.name, secret.type, count(secret.data), age(secret, now)],
};

function count(data: Readonly<Record<string, string>> | undefined): number {
  return Object.keys(data ?? {}).length;
}

/** `kubectl get serviceaccounts`. */
export const serviceAccountTable: TablePrinter<ServiceAccount> = {
  columns: columns('Name', 'Age'),
  cells: (account, now) => [account.metadata.name, age(account, now)],
};

/** `kubectl get leases`. */
export const leaseTable: TablePrinter<Lease> = {
  columns: columns('Name', 'Holder', 'Age'),
  cells: (lease, now) => [lease.metadata.name, lease.spec?.holderIdentity ?? '', age(lease, now)],
};

/** `kubectl get quota`. */
export const resourceQuotaTable: TablePrinter<ResourceQuota> = {
  columns: columns('Name', 'Request', 'Limit', 'Age'),
  cells(quota, now) {
    const { hard = {}, used = {} } = quota.status ?? {};
    const names = Object.keys(hard).sort();
    const text = (isLimit: boolean) =>
      names
        .filter((name) => name.startsWith('limits.') === isLimit)
        .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]}`)
        .join(', ');
    return [quota.metadata.name, text(false), text(true), age(quota, now)];
  },
};

/** `kubectl get pc`. */
export const priorityClassTable: TablePrinter<PriorityClass> = {
  columns: [
    ...columns('Name'),
    ...integerColumns('Value'),
    ...booleanColumns('Global-Default'),
    ...columns('Age', 'PreemptionPolicy'),
  ],
  cells: (object, now) => [
    object.metadata.name,
    object.value ?? 0,
    object.globalDefault ?? false,
    age(object, now),
    object.preemptionPolicy ?? '',
  ],
};

/** `kubectl get rolebindings` and `kubectl get clusterrolebindings`. */
export const roleBindingTable: TablePrinter<RoleBinding> = {
  columns: [...columns('Name', 'Role', 'Age'), ...wideColumns('Users', 'Groups', 'ServiceAccounts')],
  cells: (binding, now) => [
    binding.metadata.name,
    `${binding.roleRef.kind}/${binding.roleRef.name}`,
    age(binding, now),
    subjectNames(binding, 'User', ({ name }) => name),
    subjectNames(binding, 'Group', ({ name }) => name),
    subjectNames(binding, 'ServiceAccount', ({ namespace = '', name }) => `${namespace}/${name}`),
  ],
};

function subjectNames({ subjects }: RoleBinding, kind: string, nameOf: (subject: Subject) => string): string {
  return (subjects ?? [])
    .filter((subject) => subject.kind === kind)
    .map(nameOf)
    .join(', ');
}
