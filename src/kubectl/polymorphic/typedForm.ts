/**
 * What Go writes of an object read from a file once it has been a struct: the parts that are never left out.
 * Models the fields without `omitempty` of k8s.io/api (v1.36.3) in the kinds that `kubectl set` changes.
 */
import { isJsonObject } from '../../api/meta/jsonObject';
import type { PodSpec } from '../../api/core/pod';
import type { Unstructured } from '../resource/access';
import { groupKindOf, podSpecOf, withPodSpec } from './podTemplate';

/** Fields of `spec` and `status` that are always there, by kind. */
const always: Readonly<Record<string, { readonly spec?: object; readonly status?: object }>> = {
  Pod: { status: {} },
  ReplicationController: { status: { replicas: 0 } },
  'Deployment.apps': { spec: { selector: null, strategy: {} }, status: {} },
  'ReplicaSet.apps': { spec: { selector: null }, status: { replicas: 0 } },
  'StatefulSet.apps': { spec: { selector: null, updateStrategy: {} }, status: { replicas: 0, availableReplicas: 0 } },
  'DaemonSet.apps': {
    spec: { selector: null, updateStrategy: {} },
    status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  },
  'Job.batch': { status: {} },
  'CronJob.batch': { spec: { schedule: '' }, status: {} },
  Service: { status: { loadBalancer: {} } },
};

/** `object` with those parts. */
export function typedForm(object: Unstructured): Unstructured {
  const { spec = {}, status } = always[groupKindOf(object)] ?? {};
  const own = { spec: object['spec'], status: object['status'] };
  const whole: Unstructured = {
    ...object,
    ...((isJsonObject(own.spec) || Object.keys(spec).length > 0) && {
      spec: withWholeParts({ ...spec, ...(isJsonObject(own.spec) ? own.spec : {}) }),
    }),
    ...(status !== undefined && { status: { ...status, ...(isJsonObject(own.status) ? own.status : {}) } }),
  };
  return podSpecOf(whole) === undefined ? whole : withPodSpec(whole, withResources);
}

/** Templates of pods and jobs always have metadata, ports of a Service a target. */
function withWholeParts(spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { template, jobTemplate } = spec;
  const { ports } = spec; // Of a Service; a pod's stand in its containers.
  return {
    ...spec,
    ...(Array.isArray(ports) && {
      ports: ports.map((port) => (isJsonObject(port) ? { targetPort: 0, ...port } : port)),
    }),
    ...(isJsonObject(template) && { template: { metadata: {}, ...template } }),
    ...(isJsonObject(jobTemplate) && {
      jobTemplate: {
        metadata: {},
        ...jobTemplate,
        ...(isJsonObject(jobTemplate['spec']) && { spec: withWholeParts(jobTemplate['spec']) }),
      },
    }),
  };
}

function withResources(spec: PodSpec): PodSpec {
  const { containers = [], initContainers } = spec;
  return {
    ...spec,
    ...(initContainers !== undefined && {
      initContainers: initContainers.map((container) => ({ ...container, resources: container.resources ?? {} })),
    }),
    containers: containers.map((container) => ({ ...container, resources: container.resources ?? {} })),
  };
}
