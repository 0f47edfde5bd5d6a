/**
 * `kubectl auth reconcile -f FILE`: roles and bindings get what a file has more, and lose what it has not if asked to.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/auth/reconcile.go and component-helpers/auth/rbac/reconciliation (v1.36.3).
 */
import { isDeepEqual } from '../../../api/meta/equality';
import { isReason } from '../../../api/meta/status';
import type { ClusterRole, PolicyRule, RoleBinding, Subject } from '../../../api/rbac/role';
import { missingRights } from '../../../api/rbac/rules';
import type { Command, Invocation } from '../../command';
import { CommandError } from '../../errors';
import { withDryRun } from '../../printers/name';
import { printerFor, printOptionsOf } from '../../printers/printFlags';
import type { Access, Unstructured } from '../../resource/access';
import { type Info, build } from '../../resource/builder';
import { visit } from '../../resource/visit';
import { objectOf } from '../../resource/writing';
import { fileOptions, requireFiles } from '../manifestFlags';
import { dryRunOf } from '../writeFlags';

const GROUP = 'rbac.authorization.k8s.io';
const AUTOUPDATE = 'rbac.authorization.kubernetes.io/autoupdate';

/** What has to be done, and what it changes, in lines. */
interface Outcome {
  readonly object: Unstructured;
  readonly operation: '' | 'create' | 'update' | 'recreate';
  readonly isProtected: boolean;
  readonly changes: readonly string[];
}

/** Reconciles what is a role or a binding, and passes over the rest. */
export const reconcile: Command = {
  path: ['auth', 'reconcile'],
  async run(invocation) {
    const { io } = invocation;
    requireFiles(invocation);
    const dryRun = dryRunOf(invocation);
    if (dryRun === 'server') throw new CommandError('--dry-run=server for command reconcile is not supported yet');
    const printer = await printerFor(printOptionsOf(invocation));
    const access = await invocation.access();
    const built = await build(invocation, { args: [], ...fileOptions(invocation) });
    await visit(built, async (info) => {
      if (info.mapping.group !== GROUP) return;
      const outcome = await outcomeOf(invocation, access, info);
      const { object, operation, isProtected, changes } = outcome;
      if (dryRun === 'none' && !isProtected) await carryOut(access, info, outcome);
      printer.print(object, io, withDryRun('reconciled', dryRun));
      if (operation === '') return;
      const caveat = isProtected ? `, but object opted out (${AUTOUPDATE}: false)` : '';
      await io.err([`\treconciliation required ${operation}${caveat}\n`, ...changes].join(''));
    });
  },
};

async function outcomeOf(invocation: Invocation, access: Access, info: Info): Promise<Outcome> {
  const { mapping, namespace, name } = info;
  const expected = objectOf(info);
  const isRole = mapping.kind.endsWith('Role');
  let existing: Unstructured;
  try {
    existing = await access.get({ mapping, namespace, name });
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
    const lines = isRole
      ? listed('missing rules added', (expected as ClusterRole & Unstructured).rules?.map(ruleText) ?? []) // By its kind.
      : listed('missing subjects added', (expected as RoleBinding & Unstructured).subjects?.map(subjectText) ?? []); // As above.
    return { object: expected, operation: 'create', isProtected: false, changes: lines };
  }
  const isProtected = existing.metadata.annotations?.[AUTOUPDATE] === 'false';
  const outcome = isRole
    ? reconciledRole(existing as never, expected as never, invocation.flags.bool('remove-extra-permissions')) // By its kind.
    : reconciledBinding(existing as never, expected as never, invocation.flags.bool('remove-extra-subjects')); // As above.
  return { ...outcome, isProtected };
}

type Reconciled = Omit<Outcome, 'isProtected'>;

function reconciledRole(existing: ClusterRole & Unstructured, expected: ClusterRole, removeExtra: boolean): Reconciled {
  const held = existing.rules ?? [];
  const wanted = expected.rules ?? [];
  const gathers = expected.aggregationRule !== undefined;
  const missing = gathers ? [] : missingRights(held, wanted);
  const extra = gathers || !removeExtra ? [] : missingRights(wanted, held);
  const isOther = gathers && !isDeepEqual(existing.aggregationRule, expected.aggregationRule);
  const rules = extra.length > 0 || (removeExtra && missing.length > 0) ? wanted : [...held, ...missing];
  const metadata = mergedMetadata(existing, expected);
  const isSame = missing.length + extra.length === 0 && !isOther && metadata === existing.metadata;
  const object = {
    ...existing,
    metadata,
    ...(missing.length + extra.length > 0 && { rules }),
    ...(isOther && { aggregationRule: expected.aggregationRule }),
  };
  const changes = [
    ...listed('missing rules added', missing.map(ruleText)),
    ...listed('extra rules removed', extra.map(ruleText)),
  ];
  return { object, operation: isSame ? '' : 'update', changes };
}

function reconciledBinding(
  existing: RoleBinding & Unstructured,
  expected: RoleBinding & Unstructured,
  removeExtra: boolean,
): Reconciled {
  if (!isDeepEqual(existing.roleRef, expected.roleRef)) return { object: expected, operation: 'recreate', changes: [] };
  const without = (all: readonly Subject[], some: readonly Subject[]) =>
    all.filter((subject) => !some.some((other) => isDeepEqual(subject, other)));
  const held = existing.subjects ?? [];
  const wanted = expected.subjects ?? [];
  const missing = without(wanted, held);
  const extra = removeExtra ? without(held, wanted) : [];
  const metadata = mergedMetadata(existing, expected);
  const isSame = missing.length + extra.length === 0 && metadata === existing.metadata;
  const subjects = extra.length > 0 ? wanted : [...held, ...missing];
  const object = { ...existing, metadata, ...(missing.length + extra.length > 0 && { subjects }) };
  const changes = [
    ...listed('missing subjects added', missing.map(subjectText)),
    ...listed('extra subjects removed', extra.map(subjectText)),
  ];
  return { object, operation: isSame ? '' : 'update', changes };
}

/** Labels and annotations of both; what stands in the cluster wins. */
function mergedMetadata(existing: Unstructured, expected: { readonly metadata: Unstructured['metadata'] }) {
  const labels = { ...expected.metadata.labels, ...existing.metadata.labels };
  const annotations = { ...expected.metadata.annotations, ...existing.metadata.annotations };
  const isSame =
    isDeepEqual(labels, existing.metadata.labels ?? {}) &&
    isDeepEqual(annotations, existing.metadata.annotations ?? {});
  return isSame ? existing.metadata : { ...existing.metadata, labels, annotations };
}

async function carryOut(
  access: Access,
  { mapping, namespace, name }: Info,
  { object, operation }: Outcome,
): Promise<void> {
  const target = { mapping, namespace, name };
  switch (operation) {
    case '':
      return;
    case 'update':
      await access.replace(target, object);
      return;
    case 'recreate':
      await access.delete(target);
      await access.create(mapping, namespace, object);
      return;
    case 'create':
      if (namespace !== undefined) await ensureNamespace(access, namespace);
      await access.create(mapping, namespace, object);
      return;
    default:
      operation satisfies never;
  }
}

async function ensureNamespace(access: Access, name: string): Promise<void> {
  const mapping = (await access.mapper()).kind('v1', 'Namespace');
  try {
    await access.get({ mapping, name });
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
    await access.create(mapping, undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`\t${title}:\n`, ...lines.map((line) => `\t\t${line}\n`)];
}

/** As Go prints the structs. */
function ruleText({
  verbs,
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
}: PolicyRule): string {
  const lists = {
    Verbs: verbs,
    APIGroups: apiGroups,
    Resources: resources,
    ResourceNames: resourceNames,
    NonResourceURLs: nonResourceURLs,
  };
  return `{${Object.entries(lists)
    .map(([name, words]) => `${name}:[${words.join(' ')}]`)
    .join(' ')}}`;
}

function subjectText({ kind, apiGroup = '', name, namespace = '' }: Subject): string {
  return `{Kind:${kind} APIGroup:${apiGroup} Name:${name} Namespace:${namespace}}`;
}
