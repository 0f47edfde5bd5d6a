/**
 * What happens to a write between defaulting and validation: plugins that fill in, mark or refuse; and after validation:
 * plugins that only look.
 * Models staging/src/k8s.io/apiserver/pkg/admission and the order of pkg/kubeapiserver/options/plugins.go (v1.36.3).
 * Left out: webhooks, policies and what belongs to kinds that do not exist here.
 */
import type { Kind, Kinds } from '../../api/kinds';
import type { ResourceQuota } from '../../api/core/resourceQuota';
import type { ObjectKey } from '../../api/meta/objectMeta';
import type { ApiRequest } from '../../client/transport';
import type { Instant } from '../../sim/clock';
import { certificateApproval } from './certificateApproval';
import { defaultIngressClass } from './defaultIngressClass';
import { defaultTolerationSeconds } from './defaultTolerationSeconds';
import { limitRanger, limitRangerBounds } from './limitRanger';
import { nodeCapacity } from './nodeCapacity';
import { namespaceLifecycle } from './namespaceLifecycle';
import { nodeRestriction } from './nodeRestriction';
import { priority } from './priority';
import { podSecurity } from './podSecurity/podSecurity';
import { resourceQuota } from './resourceQuota';
import { roleEscalation } from './roleEscalation';
import { runtimeClass } from './runtimeClass';
import { serviceAccount } from './serviceAccount';
import { defaultClass, persistentVolumeClaimResize, storageObjectInUseProtection } from './storage';
import { taintNodesByCondition } from './taintNodesByCondition';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

/** Reads straight from the store, not from a cache. Objects are frozen. */
export interface ObjectReader {
  get<K extends Kind>(kind: K, key: ObjectKey): Kinds[K] | undefined;
  /** All objects of a kind, or those of one namespace, in key order. */
  list<K extends Kind>(kind: K, namespace?: string): readonly Kinds[K][];
}

/** The settings of the API server that plugins read; a Profile is one. */
export interface AdmissionSettings {
  readonly defaultTolerationSeconds: number;
}

/** One write as plugins see it. */
export interface Attributes<K extends Kind = Kind> {
  readonly operation: Operation;
  readonly kind: K;
  /** CREATE and UPDATE: the new object after defaulting; DELETE: the stored one. */
  readonly object: Kinds[K];
  /** UPDATE: the stored object. */
  readonly old?: Kinds[K];
  readonly namespace?: string;
  /** As the client sent it: the prefix where generateName names the object, which refusals then show. */
  readonly name: string;
  /** Empty for the main endpoint. */
  readonly subresource: string;
  readonly request: ApiRequest;
  readonly reader: ObjectReader;
  readonly now: Instant;
  readonly settings: AdmissionSettings;
}

export interface AdmissionPlugin {
  /** As --enable-admission-plugins spells it. */
  readonly name: string;
  /** Hands back the object, changed or not. Throws ApiError with the real text to refuse. Never mutates. */
  admit<K extends Kind>(attributes: Attributes<K>): Kinds[K];
}

/** What the plugins that look have to tell of a write that they let pass. */
export interface Verdict {
  /** Texts of Warning headers. */
  readonly warnings: string[];
  /** Quotas with the write charged to them. They are stored if it is. */
  readonly charged: ResourceQuota[];
}

/** A plugin that looks at a write which is valid and about to be stored. */
export interface ValidatingPlugin {
  /** As --enable-admission-plugins spells it. */
  readonly name: string;
  /** Throws ApiError with the real text to refuse; else adds to the verdict. Never called for DELETE. */
  validate(attributes: Attributes, verdict: Verdict): void;
}

/** In the order in which the API server runs them. */
const plugins: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  nodeRestriction,
  taintNodesByCondition,
  priority,
  defaultTolerationSeconds,
  defaultClass,
  storageObjectInUseProtection,
  persistentVolumeClaimResize,
  runtimeClass,
  defaultIngressClass,
];

/** Runs all plugins. Hands back the object to store; throws ApiError when one refuses. */
export function admit<K extends Kind>(attributes: Attributes<K>): Kinds[K] {
  let current = attributes;
  for (const plugin of plugins) {
    const object = plugin.admit(current);
    if (object !== current.object) current = { ...current, object };
  }
  return current.object;
}

/** As above. Charging comes last: nobody refuses what has been charged. */
const validatingPlugins: readonly ValidatingPlugin[] = [
  roleEscalation,
  limitRangerBounds,
  podSecurity,
  certificateApproval,
  nodeCapacity,
  resourceQuota,
];

/** Shows the object that is to be stored, under its final name, to all plugins that look. Throws ApiError when one refuses. */
export function validateAdmission(attributes: Attributes): Verdict {
  const verdict: Verdict = { warnings: [], charged: [] };
  for (const plugin of validatingPlugins) plugin.validate(attributes, verdict);
  return verdict;
}
