/**
 * What the API fills in for pods and pod templates.
 * Models SetDefaults_PodSpec and SetDefaults_Pod in pkg/apis/core/v1/defaults.go and the serviceAccount alias of
 * pkg/apis/core/v1/conversion.go (v1.36.3).
 */
import type { Pod, PodSpec, PodTemplateSpec } from '../../api/core/pod';
import { defaultContainer, defaultHostPorts, defaultRequests } from './containerDefaults';
import { mapShared, remembered } from './sharing';
import { defaultVolume } from './volumeDefaults';

/** A template as stored. What only pods get (service links, requests from limits) is not there. */
export function defaultTemplate(given: PodTemplateSpec | undefined): PodTemplateSpec {
  const metadata = given?.metadata ?? {};
  const spec = templateSpec(given?.spec ?? emptySpec);
  return given !== undefined && given.metadata === metadata && given.spec === spec
    ? given
    : { ...given, metadata, spec };
}

/** A pod as stored, but for what admission adds. */
export function defaultPod(given: Pod): Pod {
  const spec = podSpec(given.spec ?? emptySpec);
  return given.spec === spec && given.status !== undefined ? given : { ...given, spec, status: given.status ?? {} };
}

// A pod without containers is refused by validation, not here.
const emptySpec = Object.freeze({}) as PodSpec; // An absent spec: every field may be missing before defaulting.

const templateSpec = remembered((given: PodSpec): PodSpec => {
  const containers = mapShared(given.containers, defaultContainer);
  const initContainers = mapShared(given.initContainers, defaultContainer);
  const volumes = mapShared(given.volumes, defaultVolume);
  const account = given.serviceAccountName || given.serviceAccount || undefined;
  const complete =
    given.containers !== undefined &&
    containers === given.containers &&
    initContainers === given.initContainers &&
    volumes === given.volumes &&
    Boolean(given.restartPolicy) &&
    Boolean(given.dnsPolicy) &&
    Boolean(given.schedulerName) &&
    given.terminationGracePeriodSeconds !== undefined &&
    given.securityContext !== undefined &&
    given.serviceAccountName === account &&
    given.serviceAccount === account;
  if (complete) return given;
  return {
    ...given,
    ...(volumes && { volumes }),
    ...(initContainers && { initContainers }),
    containers: containers ?? [],
    restartPolicy: given.restartPolicy || 'Always',
    terminationGracePeriodSeconds: given.terminationGracePeriodSeconds ?? 30,
    dnsPolicy: given.dnsPolicy || 'ClusterFirst',
    ...(account !== undefined && { serviceAccountName: account, serviceAccount: account }),
    securityContext: given.securityContext ?? {},
    schedulerName: given.schedulerName || 'default-scheduler',
  };
});

const podSpec = remembered((given: PodSpec): PodSpec => {
  const spec = defaultHostPorts(templateSpec(given));
  const containers = mapShared(spec.containers, defaultRequests);
  const initContainers = mapShared(spec.initContainers, defaultRequests);
  const enableServiceLinks = spec.enableServiceLinks ?? true;
  if (
    containers === spec.containers &&
    initContainers === spec.initContainers &&
    spec.enableServiceLinks === enableServiceLinks
  ) {
    return spec;
  }
  return { ...spec, containers, ...(initContainers && { initContainers }), enableServiceLinks };
});
