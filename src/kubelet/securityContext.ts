/**
 * Whom a container's processes run as, and whether they may.
 * Models pkg/kubelet/kuberuntime/{security_context,kuberuntime_container}.go and pkg/securitycontext (v1.36.3).
 * Left out: capabilities, seccomp, AppArmor, SELinux, user namespaces: nothing here needs a privilege.
 */
import type { Container, Pod } from '../api/core/pod';
import { ConfigError } from './configError';
import { type Kubelet, podText } from './context';
import type { ContainerConfig } from './runtime/containerRuntime';

/** The numbers of user and groups that the pod and the container ask for. Throws ConfigError if it must not be root and would be. */
export function userOf(kl: Kubelet, pod: Pod, container: Container): NonNullable<ContainerConfig['user']> {
  const { fsGroup, supplementalGroups = [], ...ofPod } = pod.spec.securityContext ?? {};
  const { runAsUser, runAsGroup, runAsNonRoot } = { ...ofPod, ...container.securityContext };
  if (runAsNonRoot === true) refuseRoot(kl, pod, container, runAsUser);
  const groups = fsGroup === undefined ? supplementalGroups : [...supplementalGroups, fsGroup];
  return {
    ...(runAsUser === undefined ? {} : { uid: runAsUser }),
    ...(runAsGroup === undefined ? {} : { gid: runAsGroup }),
    ...(groups.length === 0 ? {} : { groups }),
  };
}

function refuseRoot(kl: Kubelet, pod: Pod, container: Container, runAsUser: number | undefined): void {
  const where = `(pod: "${podText(pod)}", container: ${container.name})`;
  if (runAsUser === 0) throw new ConfigError(`container's runAsUser breaks non-root policy ${where}`);
  if (runAsUser !== undefined || kl.runtime.imageUser(container.image) !== 0) return;
  throw new ConfigError(`container has runAsNonRoot and image will run as root ${where}`);
}
