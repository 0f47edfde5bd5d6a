/**
 * What the API fills in for pods and pod templates.
 * Models SetDefaults_PodSpec and SetDefaults_Pod in pkg/apis/core/v1/defaults.go and the serviceAccount alias of
 * pkg/apis/core/v1/conversion.go (v1.36.3).
 */
import type { Pod, PodSpec, PodTemplateSpec, ResourceRequirements } from '../../api/core/pod';
import { containerResources, podLevel } from '../../api/core/podResources';
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
  const ephemeralContainers = mapShared(given.ephemeralContainers, defaultContainer);
  const volumes = mapShared(given.volumes, defaultVolume);
  const account = given.serviceAccountName || given.serviceAccount || undefined;
  const complete =
    given.containers !== undefined &&
    containers === given.containers &&
    initContainers === given.initContainers &&
    ephemeralContainers === given.ephemeralContainers &&
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
    ...(ephemeralContainers && { ephemeralContainers }),
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
  const isComplete =
    containers === spec.containers &&
    initContainers === spec.initContainers &&
    spec.enableServiceLinks === enableServiceLinks;
  const filled = isComplete
    ? spec
    : { ...spec, containers, ...(initContainers && { initContainers }), enableServiceLinks };
  return spec.resources?.limits === undefined ? filled : withPodRequests(filled, spec.resources);
});

/** A pod that limits itself as a whole requests what its containers do, and what they leave open as much as its limit. */
function withPodRequests(spec: PodSpec, { limits = {}, requests = {}, ...rest }: ResourceRequirements): PodSpec {
  if (Object.keys(limits).length === 0) return spec;
  const ofContainers = Object.entries(podLevel(containerResources(spec, 'requests'))).filter(
    ([name]) => !isHugePage(name),
  );
  const filled = { ...podLevel(limits), ...Object.fromEntries(ofContainers), ...requests };
  if (Object.keys(filled).length === Object.keys(requests).length) return spec;
  return { ...spec, resources: { ...rest, limits, requests: filled } };
}

function isHugePage(name: string): boolean {
  return name.startsWith('hugepages-');
}
