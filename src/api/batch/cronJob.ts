/** CronJob. Models staging/src/k8s.io/api/batch/v1/types.go (v1.36.3), after defaulting. */
import type { KubeObject, Time } from '../meta/objectMeta';
import type { ObjectReference } from '../core/event';
import type { JobTemplateSpec } from './job';

export interface CronJob extends KubeObject {
  readonly spec: {
    readonly schedule: string;
    readonly timeZone?: string;
    readonly startingDeadlineSeconds?: number;
    readonly concurrencyPolicy: 'Allow' | 'Forbid' | 'Replace';
    readonly suspend?: boolean;
    readonly jobTemplate: JobTemplateSpec;
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
  };
  readonly status: {
    readonly active?: readonly ObjectReference[];
    readonly lastScheduleTime?: Time;
    readonly lastSuccessfulTime?: Time;
  };
}
