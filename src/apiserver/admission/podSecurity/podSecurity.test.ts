/** Pod security standards, in the words of a real 1.36.3. */
import { expect, test } from 'vitest';
import type { Pod } from '../../../api/core/pod';
import { type Check, baseline, restricted } from './checks';
import { secured } from './reading';

function violations(checks: readonly Check[], spec: object): readonly string[] {
  const containers = [{ name: 'a', image: 'nginx' }];
  const pod = secured({ containers, ...spec } as unknown as Pod['spec']); // A manifest.
  return checks
    .map((check) => check(pod))
    .filter((found) => found !== undefined)
    .map(({ reason, detail }) => `${reason} (${detail})`);
}

/** Containers a, b, ... with these contexts. */
function contexts(...all: readonly object[]): object {
  return { containers: all.map((securityContext, at) => ({ name: 'abcd'[at], image: 'nginx', securityContext })) };
}

test.each<[object, string]>([
  [
    { hostNetwork: true, hostPID: true, hostIPC: true },
    'host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)',
  ],
  [
    {
      volumes: [
        { name: 'h', hostPath: {} },
        { name: 'g', hostPath: {} },
        { name: 'n', nfs: {} },
      ],
    },
    'hostPath volumes (volumes "h", "g")',
  ],
  [
    {
      containers: [
        { name: 'a', ports: [{ hostPort: 8080 }] },
        { name: 'b', ports: [{ hostPort: 8081 }] },
      ],
    },
    'hostPort (containers "a", "b" use hostPorts 8080, 8081)',
  ],
  [{ containers: [{ name: 'a', ports: [{ hostPort: 8080 }] }] }, 'hostPort (container "a" uses hostPort 8080)'],
  [
    contexts({ privileged: true }, { privileged: true }),
    'privileged (containers "a", "b" must not set securityContext.privileged=true)',
  ],
  [
    contexts({ capabilities: { add: ['SYS_ADMIN', 'NET_ADMIN', 'CHOWN'] } }, { capabilities: { add: ['NET_ADMIN'] } }),
    'non-default capabilities (containers "a", "b" must not include "NET_ADMIN", "SYS_ADMIN" in securityContext.capabilities.add)',
  ],
  [
    {
      securityContext: { seLinuxOptions: { type: 'x', user: 'u', role: 'r' } },
      ...contexts({ seLinuxOptions: { type: 'y' } }),
    },
    'seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: types "x", "y"; user may not be set; role may not be set)',
  ],
  [
    {
      securityContext: { seccompProfile: { type: 'Unconfined' } },
      ...contexts({ seccompProfile: { type: 'Unconfined' } }),
    },
    'seccompProfile (pod and container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
  ],
  [
    { securityContext: { sysctls: [{ name: 'kernel.msgmax' }, { name: 'net.ipv4.tcp_syncookies' }] } },
    'forbidden sysctls (kernel.msgmax)',
  ],
  [
    {
      securityContext: { appArmorProfile: { type: 'Unconfined' } },
      ...contexts({ appArmorProfile: { type: 'Unconfined' } }, { appArmorProfile: { type: 'RuntimeDefault' } }),
    },
    'forbidden AppArmor profile (pod and container "a" must not set AppArmor profile type to "Unconfined")',
  ],
  [
    { securityContext: { windowsOptions: { hostProcess: true } } },
    'hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)',
  ],
  [
    {
      containers: [
        {
          name: 'a',
          livenessProbe: { httpGet: { host: '1.2.3.4' } },
          lifecycle: { preStop: { httpGet: { host: 'example.com' } } },
        },
        { name: 'b', readinessProbe: { tcpSocket: { host: '127.0.0.1' } } },
      ],
    },
    'probe or lifecycle host (containers "a", "b" use probe or lifecycle hosts "1.2.3.4", "127.0.0.1", "example.com")',
  ],
])('baseline forbids %j', (spec, told) => {
  expect(violations(baseline, spec)).toEqual([told]);
});

test('a pod that asks for nothing meets the baseline and breaks four rules of the restricted standard', () => {
  expect(violations(baseline, {})).toEqual([]);
  expect(violations(restricted, {})).toEqual([
    'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false)',
    'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"])',
    'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
    'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  ]);
});

test('a pod that gives up everything meets the restricted standard', () => {
  const spec = {
    securityContext: { seccompProfile: { type: 'RuntimeDefault' }, runAsNonRoot: true },
    ...contexts({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }),
  };
  expect(violations(restricted, spec)).toEqual([]);
});

test.each<[object, string]>([
  [
    {
      volumes: [
        { name: 'h', hostPath: {} },
        { name: 'n', nfs: {} },
        { name: 'e', emptyDir: {} },
      ],
    },
    'restricted volume types (volumes "h", "n" use restricted volume types "hostPath", "nfs")',
  ],
  [
    contexts({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'CHOWN'] } }),
    'unrestricted capabilities (container "a" must not include "CHOWN" in securityContext.capabilities.add)',
  ],
  [
    {
      securityContext: { runAsUser: 0, runAsNonRoot: false },
      ...contexts({ runAsUser: 0 }, { runAsUser: 5, runAsNonRoot: false }),
    },
    'runAsNonRoot != true (pod and container "b" must not set securityContext.runAsNonRoot=false)',
  ],
  [
    {
      securityContext: { runAsUser: 0, runAsNonRoot: false },
      ...contexts({ runAsUser: 0 }, { runAsUser: 5, runAsNonRoot: false }),
    },
    'runAsUser=0 (pod and container "a" must not set runAsUser=0)',
  ],
  [
    { initContainers: [{ name: 'i' }], ...contexts({ runAsNonRoot: true }, { runAsNonRoot: true }) },
    'runAsNonRoot != true (pod or container "i" must set securityContext.runAsNonRoot=true)',
  ],
])('the restricted standard forbids %j too', (spec, told) => {
  expect(violations(restricted, spec)).toContain(told);
});
