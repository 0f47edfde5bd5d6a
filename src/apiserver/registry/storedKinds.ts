/**
 * How the API server treats the kinds that are kept and nothing more: whoever acts on them in a real cluster (a driver, a
 * webhook's server, a signer) is not here. Each says so when it is created.
 * Models the strategies and v1 defaults of pkg/registry and pkg/apis of their groups (v1.36.3).
 */
import type { AdmissionPolicyBinding, MatchResources } from '../../api/admissionregistration/admissionPolicy';
import type { Rule, Webhook } from '../../api/admissionregistration/webhookConfiguration';
import type { FlowSchema, PriorityLevelConfiguration } from '../../api/flowcontrol/flowControl';
import type { Kind, Kinds } from '../../api/kinds';
import type { KubeObject } from '../../api/meta/objectMeta';
import type { DeviceRequest, ResourceClaimSpec } from '../../api/resource/resource';
import type { FieldError } from './fieldError';
import type { AllocationContext, Strategy, WriteTarget } from './strategy';
import { checkMutatingPolicy, checkPolicyBinding, checkValidatingPolicy } from './validation/admissionPolicies';
import { checkAPIService } from './validation/apiServices';
import { checkClaimSpec, checkDeviceClass, checkResourceSlice } from './validation/devices';
import { checkFlowSchema, checkPriorityLevel } from './validation/flowControl';
import { checkImmutable, pathSegmentErrors } from './validation/formats';
import { type Rules, validations } from './validation/rules';
import {
  checkCSIDriver,
  checkCSIDriverUpdate,
  checkCSINode,
  checkRuntimeClass,
  checkStorageCapacity,
  checkStorageCapacityUpdate,
  checkVolumeAttachment,
  checkVolumeAttributesClass,
  checkVolumeAttributesClassUpdate,
} from './validation/storageDrivers';
import { checkWebhooks } from './validation/webhooks';

/** What is special to such a kind. */
interface Stored<K extends Kind> {
  /** Ends the sentence `kubeloop: a Kind is stored, but `. */
  readonly but: string;
  /** Whether more than that comes of this one. */
  acts?(given: Kinds[K]): boolean;
  readonly hasGeneration?: true;
  readonly allowUnconditionalUpdate?: true;
  readonly allowCreateOnUpdate?: true;
  readonly wanted?: Strategy<K>['wanted'];
  readonly defaults?: Strategy<K>['defaults'];
  readonly allocate?: Strategy<K>['allocate'];
  /** The status of a new object; absent: there is none. */
  readonly status?: unknown;
  readonly rules?: Rules<K>;
  readonly selectableFields?: Strategy<K>['selectableFields'];
}

/** The strategy of a kind that is only kept. */
export function stored<K extends Kind>(kind: K, options: Stored<K>): Strategy<K> {
  const { but, hasGeneration = false, allowUnconditionalUpdate = false, allowCreateOnUpdate = false } = options;
  const { status, wanted, allocate, defaults = (given) => given, rules = {}, selectableFields } = options;
  return {
    kind,
    hasGeneration,
    allowUnconditionalUpdate,
    allowCreateOnUpdate,
    ...(wanted && { wanted }),
    ...(allocate && { allocate }),
    ...(selectableFields && { selectableFields }),
    defaults,
    prepareForCreate: (given) => (status === undefined ? given : { ...given, status }),
    prepareForUpdate: (next, old, target) => (status === undefined ? next : keepOther(next, old, target)),
    warnings: (given, old) =>
      old !== undefined || options.acts?.(given) === true ? [] : [`kubeloop: a ${kind} is stored, but ${but}`],
    ...validations(kind, rules),
  };
}

/** The half of `old` that a write to `target` leaves alone. */
function keepOther<T extends KubeObject>(next: T, old: T, target: WriteTarget): T {
  const part = target === 'status' ? 'spec' : 'status';
  return { ...next, [part]: (old as T & Readonly<Record<string, unknown>>)[part] }; // Both halves, by name.
}

/** What somebody has asked for stays as it was asked. */
function keepsSpec<T extends { readonly spec: unknown }>(next: T, old: T, errors: FieldError[]): void {
  checkImmutable(next.spec, old.spec, 'spec', errors);
}

const driver = 'no storage driver runs here';
const webhook = 'nobody calls its webhooks';
const policy = 'no request is held against it';
const devices = 'nodes have no devices to hand out';

/** By kind. */
export const storedKinds = {
  RuntimeClass: stored('RuntimeClass', {
    but: 'every node has one way to run containers',
    rules: {
      check: checkRuntimeClass,
      checkUpdate: (next, old, errors) => checkImmutable(next.handler, old.handler, 'handler', errors),
    },
    allowCreateOnUpdate: true,
  }),
  CSIDriver: stored('CSIDriver', {
    but: driver,
    rules: { check: checkCSIDriver, checkUpdate: checkCSIDriverUpdate },
    defaults: (given) => ({ ...given, spec: { ...csiDriverSpec, ...given.spec } }),
  }),
  CSINode: stored('CSINode', { but: driver, rules: { check: checkCSINode } }),
  CSIStorageCapacity: stored('CSIStorageCapacity', {
    but: driver,
    rules: { check: checkStorageCapacity, checkUpdateAfter: checkStorageCapacityUpdate },
  }),
  VolumeAttachment: stored('VolumeAttachment', {
    but: driver,
    rules: {
      check: checkVolumeAttachment,
      checkUpdateAfter: (next, old, errors) => checkImmutable(next.spec, old.spec, 'spec', errors),
    },
    status: { attached: false },
  }),
  VolumeAttributesClass: stored('VolumeAttributesClass', {
    but: driver,
    rules: { check: checkVolumeAttributesClass, checkUpdate: checkVolumeAttributesClassUpdate },
    allowUnconditionalUpdate: true,
  }),
  APIService: stored('APIService', {
    but: 'requests are passed on to a metrics-server only',
    acts: ({ spec }) => spec.group === 'metrics.k8s.io',
    rules: { nameRule: pathSegmentErrors, check: checkAPIService },
    status: {},
    defaults: (given) => {
      const { service } = given.spec ?? {};
      return service === undefined ? given : { ...given, spec: { ...given.spec, service: { port: 443, ...service } } };
    },
  }),
  FlowSchema: stored('FlowSchema', {
    but: 'requests never wait for each other',
    rules: { check: checkFlowSchema },
    hasGeneration: true,
    allowUnconditionalUpdate: true,
    status: {},
    allocate: withDangling,
    defaults: (given) => ({
      ...given,
      spec: { ...given.spec, matchingPrecedence: given.spec?.matchingPrecedence ?? 1000 },
    }),
  }),
  PriorityLevelConfiguration: stored('PriorityLevelConfiguration', {
    but: 'requests never wait for each other',
    rules: { check: checkPriorityLevel },
    hasGeneration: true,
    allowUnconditionalUpdate: true,
    status: {},
    defaults: priorityLevelDefaults,
  }),
  ValidatingWebhookConfiguration: stored('ValidatingWebhookConfiguration', {
    but: webhook,
    rules: { check: checkWebhooks },
    hasGeneration: true,
    wanted: ({ webhooks }) => webhooks,
    defaults: (given) => ({ ...given, ...(given.webhooks && { webhooks: given.webhooks.map(webhookDefaults) }) }),
  }),
  MutatingWebhookConfiguration: stored('MutatingWebhookConfiguration', {
    but: webhook,
    rules: { check: checkWebhooks },
    hasGeneration: true,
    wanted: ({ webhooks }) => webhooks,
    defaults: (given) => ({
      ...given,
      ...(given.webhooks && {
        webhooks: given.webhooks.map((each) => webhookDefaults({ reinvocationPolicy: 'Never', ...each })),
      }),
    }),
  }),
  ValidatingAdmissionPolicy: stored('ValidatingAdmissionPolicy', {
    but: policy,
    rules: { check: checkValidatingPolicy },
    hasGeneration: true,
    status: {},
    defaults: policyDefaults,
  }),
  ValidatingAdmissionPolicyBinding: stored('ValidatingAdmissionPolicyBinding', {
    but: policy,
    rules: { check: checkPolicyBinding },
    hasGeneration: true,
    defaults: bindingDefaults,
  }),
  MutatingAdmissionPolicy: stored('MutatingAdmissionPolicy', {
    but: policy,
    rules: { check: checkMutatingPolicy },
    hasGeneration: true,
    defaults: policyDefaults,
  }),
  MutatingAdmissionPolicyBinding: stored('MutatingAdmissionPolicyBinding', {
    but: policy,
    rules: { check: checkPolicyBinding },
    hasGeneration: true,
    defaults: bindingDefaults,
  }),
  DeviceClass: stored('DeviceClass', {
    but: devices,
    rules: { check: checkDeviceClass },
    hasGeneration: true,
    allowUnconditionalUpdate: true,
  }),
  ResourceClaim: stored('ResourceClaim', {
    but: devices,
    rules: { check: ({ spec }, errors) => checkClaimSpec(spec, 'spec', errors), checkUpdate: keepsSpec },
    allowUnconditionalUpdate: true,
    status: {},
    defaults: (given) => ({ ...given, spec: claimDefaults(given.spec ?? {}) }),
  }),
  ResourceClaimTemplate: stored('ResourceClaimTemplate', {
    but: devices,
    rules: { check: ({ spec }, errors) => checkClaimSpec(spec.spec, 'spec.spec', errors), checkUpdate: keepsSpec },
    allowUnconditionalUpdate: true,
    defaults: ({ spec, ...given }) => ({
      ...given,
      spec: { metadata: {}, ...spec, spec: claimDefaults(spec?.spec ?? {}) },
    }),
  }),
  ResourceSlice: stored('ResourceSlice', {
    but: devices,
    rules: { check: checkResourceSlice },
    hasGeneration: true,
    allowUnconditionalUpdate: true,
    selectableFields: {
      'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
      'spec.driver': ({ spec }) => spec.driver,
    },
  }),
} as const satisfies { readonly [K in Kind]?: Strategy<K> };

/** Whether the level is there that a schema leads to. A real server looks again when levels come and go. */
function withDangling(next: FlowSchema, _old: FlowSchema | undefined, { list }: AllocationContext): FlowSchema {
  const name = next.spec.priorityLevelConfiguration?.name ?? '';
  if (name === '') return next; // Validation has yet to refuse it.
  const isFound = list('PriorityLevelConfiguration').some(({ metadata }) => metadata.name === name);
  const level = `This FlowSchema references the PriorityLevelConfiguration object named "${name}"`;
  const before = next.status.conditions?.find(({ type }) => type === 'Dangling');
  const status = isFound ? 'False' : 'True';
  if (before?.status === status && before.message.includes(`"${name}"`)) return next;
  const dangling = {
    type: 'Dangling',
    status,
    lastTransitionTime: before?.status === status ? before.lastTransitionTime : next.metadata.creationTimestamp,
    reason: isFound ? 'Found' : 'NotFound',
    message: isFound ? `${level} and it exists` : `${level} but there is no such object`,
  } as const;
  return { ...next, status: { ...next.status, conditions: [dangling] } };
}

const csiDriverSpec = {
  attachRequired: true,
  fsGroupPolicy: 'ReadWriteOnceWithFSType',
  podInfoOnMount: false,
  requiresRepublish: false,
  seLinuxMount: false,
  storageCapacity: false,
  volumeLifecycleModes: ['Persistent'],
} as const;

function priorityLevelDefaults(given: PriorityLevelConfiguration): PriorityLevelConfiguration {
  const { type, limited, exempt } = given.spec ?? {};
  if (type === 'Exempt') {
    return {
      ...given,
      spec: { ...given.spec, exempt: { nominalConcurrencyShares: 0, lendablePercent: 0, ...exempt } },
    };
  }
  if (limited === undefined) return given;
  const { limitResponse } = limited;
  const queuing = limitResponse?.queuing && { queues: 64, handSize: 8, queueLengthLimit: 50, ...limitResponse.queuing };
  const response = limitResponse && queuing && { limitResponse: { ...limitResponse, queuing } };
  const shares = { nominalConcurrencyShares: 30, lendablePercent: 0 };
  return { ...given, spec: { ...given.spec, limited: { ...shares, ...limited, ...response } } };
}

const rulesWithScope = (rules: readonly Rule[]) => rules.map((rule) => ({ scope: '*', ...rule }));

function webhookDefaults(given: Webhook): Webhook {
  const { clientConfig = {}, rules } = given;
  const { service } = clientConfig;
  return {
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
    ...given,
    clientConfig: service === undefined ? clientConfig : { ...clientConfig, service: { port: 443, ...service } },
    ...(rules && { rules: rulesWithScope(rules) }),
  };
}

function matchDefaults(given: MatchResources): MatchResources {
  const { resourceRules, excludeResourceRules } = given;
  return {
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    ...given,
    ...(resourceRules && { resourceRules: rulesWithScope(resourceRules) }),
    ...(excludeResourceRules && { excludeResourceRules: rulesWithScope(excludeResourceRules) }),
  };
}

function policyDefaults<T extends Kinds['ValidatingAdmissionPolicy'] | Kinds['MutatingAdmissionPolicy']>(given: T): T {
  const { matchConstraints } = given.spec ?? {};
  const match = matchConstraints && { matchConstraints: matchDefaults(matchConstraints) };
  return { ...given, spec: { failurePolicy: 'Fail', ...given.spec, ...match } };
}

function bindingDefaults(given: AdmissionPolicyBinding): AdmissionPolicyBinding {
  const { matchResources } = given.spec ?? {};
  const match = matchResources && { matchResources: matchDefaults(matchResources) };
  return { ...given, spec: { ...given.spec, ...match } };
}

function claimDefaults(spec: ResourceClaimSpec): ResourceClaimSpec {
  const { devices: wanted } = spec;
  if (wanted?.requests === undefined) return spec;
  return { ...spec, devices: { ...wanted, requests: wanted.requests.map(requestDefaults) } };
}

function requestDefaults(request: DeviceRequest): DeviceRequest {
  const { exactly, firstAvailable } = request;
  return {
    ...request,
    ...(exactly && { exactly: countDefaults(exactly) }),
    ...(firstAvailable && { firstAvailable: firstAvailable.map(countDefaults) }),
  };
}

function countDefaults<T extends { readonly allocationMode?: string; readonly count?: number }>(given: T): T {
  const { allocationMode = 'ExactCount', count = 1 } = given;
  return { ...given, allocationMode, ...(allocationMode === 'ExactCount' && { count }) };
}
