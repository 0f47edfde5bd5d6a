/** Event, in its v1 form. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3). */
import type { KubeObject, MicroTime, Time } from '../meta/objectMeta';

export interface ObjectReference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly apiVersion?: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
}
export interface Event extends KubeObject {
  readonly involvedObject: ObjectReference;
  readonly reason?: string;
  readonly message?: string;
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly firstTimestamp?: Time | null;
  readonly lastTimestamp?: Time | null;
  readonly count?: number;
  readonly type?: string;
  readonly eventTime?: MicroTime | null;
  readonly action?: string;
  readonly series?: { readonly count: number; readonly lastObservedTime: MicroTime };
  readonly reportingComponent?: string;
  readonly reportingInstance?: string;
}
