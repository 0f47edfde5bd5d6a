/** Admission policies written in CEL, and their bindings. Models staging/src/k8s.io/api/admissionregistration/v1/types.go (v1.36.3). */
import type { Condition, KubeObject, LabelSelector } from '../meta/objectMeta';
import type { MatchCondition, Rule } from './webhookConfiguration';

export interface MatchResources {
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly resourceRules?: readonly Rule[];
  readonly excludeResourceRules?: readonly Rule[];
  readonly matchPolicy?: string;
}
/** What both policies have in common. */
interface PolicySpec {
  readonly paramKind?: { readonly apiVersion?: string; readonly kind?: string };
  readonly matchConstraints?: MatchResources;
  readonly failurePolicy?: string;
  readonly matchConditions?: readonly MatchCondition[];
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
}
export interface Validation {
  readonly expression: string;
  readonly message?: string;
  readonly reason?: string;
  readonly messageExpression?: string;
}
export interface ValidatingAdmissionPolicy extends KubeObject {
  readonly spec: PolicySpec & {
    readonly validations?: readonly Validation[];
    readonly auditAnnotations?: readonly { readonly key: string; readonly valueExpression: string }[];
  };
  readonly status: { readonly observedGeneration?: number; readonly conditions?: readonly Condition[] };
}
export interface Mutation {
  readonly patchType?: string;
  readonly applyConfiguration?: { readonly expression?: string };
  readonly jsonPatch?: { readonly expression?: string };
}
export interface MutatingAdmissionPolicy extends KubeObject {
  readonly spec: PolicySpec & { readonly mutations?: readonly Mutation[]; readonly reinvocationPolicy?: string };
}
/** Of either policy; `validationActions` is of validating ones alone. */
export interface AdmissionPolicyBinding extends KubeObject {
  readonly spec: {
    readonly policyName?: string;
    readonly paramRef?: {
      readonly name?: string;
      readonly namespace?: string;
      readonly selector?: LabelSelector;
      readonly parameterNotFoundAction?: string;
    };
    readonly matchResources?: MatchResources;
    readonly validationActions?: readonly string[];
  };
}
