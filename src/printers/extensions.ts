/**
 * Tables of what extends and guards the API: services of other servers, flow control, webhooks, policies, certificates, devices.
 * Models pkg/printers/internalversion/printers.go and kube-aggregator/pkg/registry/apiservice (v1.36.3).
 */
import type {
  AdmissionPolicyBinding,
  MutatingAdmissionPolicy,
  ValidatingAdmissionPolicy,
} from '../api/admissionregistration/admissionPolicy';
import type { WebhookConfiguration } from '../api/admissionregistration/webhookConfiguration';
import type { APIService } from '../api/apiregistration/apiService';
import type { CertificateSigningRequest } from '../api/certificates/certificateSigningRequest';
import type { FlowSchema, PriorityLevelConfiguration } from '../api/flowcontrol/flowControl';
import { formatLabelSelector } from '../api/meta/labels';
import type { KubeObject } from '../api/meta/objectMeta';
import type { ResourceClaim, ResourceSlice } from '../api/resource/resource';
import { age, orNone } from './cells';
import { humanDuration } from './duration';
import { columns, integerColumns, type TablePrinter } from './table';

/** `kubectl get apiservices`. */
export const apiServiceTable: TablePrinter<APIService> = {
  columns: columns('Name', 'Service', 'Available', 'Age'),
  cells(object, now) {
    const { metadata, spec, status } = object;
    const { service } = spec;
    const condition = status?.conditions?.find(({ type }) => type === 'Available');
    const reason = condition?.status === 'True' || !condition?.reason ? '' : ` (${condition.reason})`;
    const where = service === undefined ? 'Local' : `${service.namespace ?? ''}/${service.name ?? ''}`;
    return [metadata.name, where, `${condition?.status ?? 'Unknown'}${reason}`, age(object, now)];
  },
};

/** `kubectl get flowschemas`, in the order in which they are asked. */
export const flowSchemaTable: TablePrinter<FlowSchema> = {
  columns: columns('Name', 'PriorityLevel', 'MatchingPrecedence', 'DistinguisherMethod', 'Age', 'MissingPL'),
  compare: (a, b) =>
    a.spec.matchingPrecedence - b.spec.matchingPrecedence || (a.metadata.name < b.metadata.name ? -1 : 1),
  cells(object, now) {
    const { metadata, spec, status } = object;
    const { priorityLevelConfiguration, matchingPrecedence, distinguisherMethod } = spec;
    const dangling = status?.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?';
    const method = orNone(distinguisherMethod?.type);
    const level = orNone(priorityLevelConfiguration.name);
    return [metadata.name, level, matchingPrecedence, method, age(object, now), dangling];
  },
};

/** `kubectl get prioritylevelconfigurations`. */
export const priorityLevelConfigurationTable: TablePrinter<PriorityLevelConfiguration> = {
  columns: columns('Name', 'Type', 'NominalConcurrencyShares', 'Queues', 'HandSize', 'QueueLengthLimit', 'Age'),
  cells(object, now) {
    const { type, limited } = object.spec;
    const none = '<none>';
    const { queues = none, handSize = none, queueLengthLimit = none } = limited?.limitResponse?.queuing ?? {};
    const shares = limited?.nominalConcurrencyShares ?? none;
    return [object.metadata.name, type, shares, queues, handSize, queueLengthLimit, age(object, now)];
  },
};

/** `kubectl get validatingwebhookconfigurations`, and mutating ones. */
export const webhookConfigurationTable: TablePrinter<WebhookConfiguration> = {
  columns: [...columns('Name'), ...integerColumns('Webhooks'), ...columns('Age')],
  cells: (object, now) => [object.metadata.name, object.webhooks?.length ?? 0, age(object, now)],
};

/** `kubectl get validatingadmissionpolicies`. */
export const validatingAdmissionPolicyTable: TablePrinter<ValidatingAdmissionPolicy> = {
  columns: [...columns('Name'), ...integerColumns('Validations'), ...columns('ParamKind', 'Age')],
  cells: (object, now) => policyCells(object, object.spec.validations?.length ?? 0, now),
};

/** `kubectl get mutatingadmissionpolicies`. */
export const mutatingAdmissionPolicyTable: TablePrinter<MutatingAdmissionPolicy> = {
  columns: [...columns('Name'), ...integerColumns('Mutations'), ...columns('ParamKind', 'Age')],
  cells: (object, now) => policyCells(object, object.spec.mutations?.length ?? 0, now),
};

function policyCells(object: ValidatingAdmissionPolicy | MutatingAdmissionPolicy, count: number, now: number) {
  const { paramKind } = object.spec;
  const kind = paramKind === undefined ? '<unset>' : `${paramKind.apiVersion ?? ''}/${paramKind.kind ?? ''}`;
  return [object.metadata.name, count, kind, age(object, now)];
}

/** `kubectl get validatingadmissionpolicybindings`, and mutating ones. */
export const admissionPolicyBindingTable: TablePrinter<AdmissionPolicyBinding> = {
  columns: columns('Name', 'PolicyName', 'ParamRef', 'Age'),
  cells: (object, now) => [object.metadata.name, object.spec.policyName, paramText(object), age(object, now)],
};

function paramText({ spec: { paramRef } }: AdmissionPolicyBinding): string {
  if (paramRef === undefined) return '<unset>';
  const { name = '', namespace = '', selector } = paramRef;
  if (name !== '') return namespace === '' ? name : `${namespace}/${name}`;
  return selector === undefined ? '<unset>' : formatLabelSelector(selector);
}

/** `kubectl get csr`. */
export const certificateSigningRequestTable: TablePrinter<CertificateSigningRequest> = {
  columns: columns('Name', 'Age', 'SignerName', 'Requestor', 'RequestedDuration', 'Condition'),
  cells(object, now) {
    const { signerName = '', username, expirationSeconds } = object.spec;
    const duration = expirationSeconds === undefined ? '<none>' : humanDuration(expirationSeconds * 1000);
    return [object.metadata.name, age(object, now), orNone(signerName), username, duration, decisionText(object)];
  },
};

/** `Pending`, `Approved,Issued`, `Denied`. */
export function decisionText({ status }: CertificateSigningRequest): string {
  const has = (wanted: string) => status?.conditions?.some(({ type }) => type === wanted) === true;
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return `${decision}${has('Failed') ? ',Failed' : ''}${status?.certificate ? ',Issued' : ''}`;
}

/** Kinds of which the table tells the age alone. */
export const agedTable: TablePrinter = {
  columns: columns('Name', 'Age'),
  cells: (object: KubeObject, now) => [object.metadata.name, age(object, now)],
};

/** `kubectl get resourceclaims`. */
export const resourceClaimTable: TablePrinter<ResourceClaim> = {
  columns: columns('Name', 'State', 'Age'),
  cells(object, now) {
    const { allocation, reservedFor = [] } = object.status ?? {};
    const isGoing = object.metadata.deletionTimestamp !== undefined;
    const states = isGoing ? ['deleted'] : [];
    if (allocation !== undefined) states.push('allocated', ...(reservedFor.length > 0 ? ['reserved'] : []));
    else if (!isGoing) states.push('pending');
    return [object.metadata.name, states.join(','), age(object, now)];
  },
};

/** `kubectl get resourceslices`. */
export const resourceSliceTable: TablePrinter<ResourceSlice> = {
  columns: columns('Name', 'Node', 'Driver', 'Pool', 'Age'),
  cells: (object, now) => {
    const { nodeName, driver, pool } = object.spec;
    return [object.metadata.name, nodeName, driver, pool.name, age(object, now)];
  },
};
