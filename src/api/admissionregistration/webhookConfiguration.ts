/** Validating- and MutatingWebhookConfiguration. Models staging/src/k8s.io/api/admissionregistration/v1/types.go (v1.36.3). */
import type { KubeObject, LabelSelector } from '../meta/objectMeta';

export interface Rule {
  readonly operations?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
  readonly scope?: string;
  /** Of policies alone. */
  readonly resourceNames?: readonly string[];
}
export interface MatchCondition {
  readonly name: string;
  readonly expression: string;
}
export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
  readonly path?: string;
  readonly port?: number;
}
export interface WebhookClientConfig {
  readonly url?: string;
  readonly service?: ServiceReference;
  readonly caBundle?: string;
}
/** One webhook of either kind; `reinvocationPolicy` is of mutating ones alone. */
export interface Webhook {
  readonly name: string;
  readonly clientConfig: WebhookClientConfig;
  readonly rules?: readonly Rule[];
  readonly failurePolicy?: string;
  readonly matchPolicy?: string;
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly sideEffects?: string;
  readonly timeoutSeconds?: number;
  readonly admissionReviewVersions?: readonly string[];
  readonly reinvocationPolicy?: string;
  readonly matchConditions?: readonly MatchCondition[];
}
export interface WebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly Webhook[];
}
