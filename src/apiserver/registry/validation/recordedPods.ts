/**
 * What a real 1.36.3 said about pods: manifest, complaints in order, warnings. Recorded, not written.
 */
import type { RecordedCase } from './recordedCase';

export const recordedPods: readonly RecordedCase[] = [
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: no-containers}
spec:
  containers: []`,
    errors: ['spec.containers: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: no-containers2}
spec:
  restartPolicy: Always`,
    errors: ['spec.containers: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: noname}
spec:
  containers: [{image: nginx}]`,
    errors: ['spec.containers[0].name: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: noimage}
spec:
  containers: [{name: c}]`,
    errors: ['spec.containers[0].image: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: nothing}
spec:
  containers: [{}]`,
    errors: ['spec.containers[0].name: Required value', 'spec.containers[0].image: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: badname}
spec:
  containers: [{name: My_C, image: nginx}]`,
    errors: [
      "spec.containers[0].name: Invalid value: \"My_C\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: twice}
spec:
  containers: [{name: app, image: nginx}, {name: app, image: nginx}]`,
    errors: ['spec.containers[1].name: Duplicate value: "app"'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: twice-init}
spec:
  initContainers: [{name: app, image: nginx}]
  containers: [{name: app, image: nginx}]`,
    errors: ['spec.initContainers[0].name: Duplicate value: "app"'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: blank}
spec:
  containers: [{name: c, image: " nginx"}]`,
    errors: ['spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: emptyimage}
spec:
  containers: [{name: c, image: ""}]`,
    errors: ['spec.containers[0].image: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: longname}
spec:
  containers: [{name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, image: nginx}]`,
    errors: [
      'spec.containers[0].name: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no more than 63 characters',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: My_Pod}
spec:
  containers: [{name: c, image: nginx}]`,
    errors: [
      "metadata.name: Invalid value: \"My_Pod\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: -a}
spec:
  containers: [{name: c, image: nginx}]`,
    errors: [
      "metadata.name: Invalid value: \"-a\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}
spec:
  containers: [{name: c, image: nginx}]`,
    errors: [
      'metadata.name: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no more than 253 characters',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {labels: {a: b}}
spec: {containers: [{name: c, image: nginx}]}`,
    errors: ['metadata.name: Required value: name or generateName is required'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {generateName: Bad_}
spec: {containers: [{name: c, image: nginx}]}`,
    errors: [
      "metadata.generateName: Invalid value: \"Bad_\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      "metadata.name: Invalid value: \"Bad_65q95\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: lab, labels: {a: "-x"}}
spec:
  containers: [{name: c, image: nginx}]`,
    errors: [
      "metadata.labels: Invalid value: \"-x\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: lab2, labels: {"-a": x}}
spec:
  containers: [{name: c, image: nginx}]`,
    errors: [
      "metadata.labels: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: lab3, labels: {"A_B/x": x}}
spec:
  containers: [{name: c, image: nginx}]`,
    errors: [
      "metadata.labels: Invalid value: \"A_B/x\": prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: lab4, labels: {a: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}}
spec:
  containers: [{name: c, image: nginx}]`,
    errors: [
      'metadata.labels: Invalid value: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx": must be no more than 63 bytes',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: lab5, labels: {a/b/c: x}}
spec:
  containers: [{name: c, image: nginx}]`,
    errors: [
      "metadata.labels: Invalid value: \"a/b/c\": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: ann, annotations: {"a b": x}}
spec:
  containers: [{name: c, image: nginx}]`,
    errors: [
      "metadata.annotations: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: port0}
spec:
  containers: [{name: c, image: nginx, ports: [{containerPort: 0}]}]`,
    errors: ['spec.containers[0].ports[0].containerPort: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: portmissing}
spec:
  containers: [{name: c, image: nginx, ports: [{name: http}]}]`,
    errors: ['spec.containers[0].ports[0].containerPort: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: portbig}
spec:
  containers: [{name: c, image: nginx, ports: [{containerPort: 70000}]}]`,
    errors: ['spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: portneg}
spec:
  containers: [{name: c, image: nginx, ports: [{containerPort: -1}]}]`,
    errors: ['spec.containers[0].ports[0].containerPort: Invalid value: -1: must be between 1 and 65535, inclusive'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: portproto}
spec:
  containers: [{name: c, image: nginx, ports: [{containerPort: 80, protocol: tcp}]}]`,
    errors: ['spec.containers[0].ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: portname}
spec:
  containers: [{name: c, image: nginx, ports: [{containerPort: 80, name: HTTP_port}]}]`,
    errors: [
      'spec.containers[0].ports[0].name: Invalid value: "HTTP_port": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: portname2}
spec:
  containers: [{name: c, image: nginx, ports: [{containerPort: 80, name: "80"}, {containerPort: 81, name: a--b}, {containerPort: 82, name: -a}, {containerPort: 83, name: abcdefghijklmnop}]}]`,
    errors: [
      'spec.containers[0].ports[0].name: Invalid value: "80": must contain at least one letter (a-z)',
      'spec.containers[0].ports[1].name: Invalid value: "a--b": must not contain consecutive hyphens',
      'spec.containers[0].ports[2].name: Invalid value: "-a": must not begin or end with a hyphen',
      'spec.containers[0].ports[3].name: Invalid value: "abcdefghijklmnop": must be no more than 15 characters',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: porttwice}
spec:
  containers: [{name: c, image: nginx, ports: [{containerPort: 80, name: http}, {containerPort: 81, name: http}]}]`,
    errors: ['spec.containers[0].ports[1].name: Duplicate value: "http"'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: hostport}
spec:
  containers: [{name: a, image: nginx, ports: [{containerPort: 80, hostPort: 8080}]}, {name: b, image: nginx, ports: [{containerPort: 80, hostPort: 8080}]}]`,
    errors: ['spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//8080"'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: hostportbig}
spec:
  containers: [{name: a, image: nginx, ports: [{containerPort: 80, hostPort: 99999}]}]`,
    errors: ['spec.containers[0].ports[0].hostPort: Invalid value: 99999: must be between 1 and 65535, inclusive'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: hostnet}
spec:
  hostNetwork: true
  containers: [{name: a, image: nginx, ports: [{containerPort: 80, hostPort: 81}]}]`,
    errors: [
      'spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: rp}
spec:
  restartPolicy: always
  containers: [{name: c, image: nginx}]`,
    errors: ['spec.restartPolicy: Unsupported value: "always": supported values: "Always", "OnFailure", "Never"'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: ipp}
spec:
  containers: [{name: c, image: nginx, imagePullPolicy: Sometimes}]`,
    errors: [
      'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: dns}
spec:
  dnsPolicy: Nope
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.dnsPolicy: Unsupported value: "Nope": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: dnsnone}
spec:
  dnsPolicy: None
  containers: [{name: c, image: nginx}]`,
    errors: ['spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: tmp}
spec:
  containers: [{name: c, image: nginx, terminationMessagePolicy: X}]`,
    errors: [
      'spec.containers[0].terminationMessagePolicy: Unsupported value: "X": supported values: "File", "FallbackToLogsOnError"',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: lim}
spec:
  containers: [{name: c, image: nginx, resources: {limits: {cpu: 100m}, requests: {cpu: 200m}}}]`,
    errors: [
      'spec.containers[0].resources.requests: Invalid value: "200m": must be less than or equal to cpu limit of 100m',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: neg}
spec:
  containers: [{name: c, image: nginx, resources: {limits: {cpu: "-1"}}}]`,
    errors: [
      'spec.containers[0].resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0',
      'spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: unk}
spec:
  containers: [{name: c, image: nginx, resources: {limits: {foo: "1"}}}]`,
    errors: [
      'spec.containers[0].resources.limits[foo]: Invalid value: "foo": must be a standard resource type or fully qualified',
      'spec.containers[0].resources.limits[foo]: Invalid value: "foo": must be a standard resource for containers',
      'spec.containers[0].resources.requests[foo]: Invalid value: "foo": must be a standard resource type or fully qualified',
      'spec.containers[0].resources.requests[foo]: Invalid value: "foo": must be a standard resource for containers',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: qty}
spec:
  containers: [{name: c, image: nginx, resources: {limits: {memory: 64MB}}}]`,
    decodeError: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: qty2}
spec:
  containers: [{name: c, image: nginx, resources: {limits: {memory: lots}}}]`,
    decodeError: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: ext}
spec:
  containers: [{name: c, image: nginx, resources: {requests: {example.com/gpu: "1"}}}]`,
    errors: ['spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: ext2}
spec:
  containers: [{name: c, image: nginx, resources: {limits: {example.com/gpu: "1500m"}}}]`,
    errors: [
      'spec.containers[0].resources.limits[example.com/gpu]: Invalid value: "1500m": must be an integer',
      'spec.containers[0].resources.requests[example.com/gpu]: Invalid value: "1500m": must be an integer',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: millimem}
spec:
  containers: [{name: c, image: nginx, resources: {limits: {memory: 100m}}}]`,
    errors: [],
    warnings: [
      'spec.containers[0].resources.limits[memory]: fractional byte value "100m" is invalid, must be an integer',
      'spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: mount}
spec:
  containers: [{name: c, image: nginx, volumeMounts: [{name: data, mountPath: /x}]}]`,
    errors: ['spec.containers[0].volumeMounts[0].name: Not found: "data"'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: mountpath}
spec:
  containers: [{name: c, image: nginx, volumeMounts: [{name: v}]}]
  volumes: [{name: v, emptyDir: {}}]`,
    errors: ['spec.containers[0].volumeMounts[0].mountPath: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: mounttwice}
spec:
  containers: [{name: c, image: nginx, volumeMounts: [{name: v, mountPath: /x}, {name: v, mountPath: /x}]}]
  volumes: [{name: v, emptyDir: {}}]`,
    errors: ['spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/x": must be unique'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: voltwice}
spec:
  containers: [{name: c, image: nginx}]
  volumes: [{name: v, emptyDir: {}}, {name: v, emptyDir: {}}]`,
    errors: ['spec.volumes[1].name: Duplicate value: "v"'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: volname}
spec:
  containers: [{name: c, image: nginx}]
  volumes: [{emptyDir: {}}]`,
    errors: ['spec.volumes[0].name: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: voltwo}
spec:
  containers: [{name: c, image: nginx}]
  volumes: [{name: v, emptyDir: {}, hostPath: {path: /x}}]`,
    errors: ['spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: volcm}
spec:
  containers: [{name: c, image: nginx}]
  volumes: [{name: v, configMap: {}}]`,
    errors: ['spec.volumes[0].configMap.name: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: volsec}
spec:
  containers: [{name: c, image: nginx}]
  volumes: [{name: v, secret: {}}]`,
    errors: ['spec.volumes[0].secret.secretName: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: volpvc}
spec:
  containers: [{name: c, image: nginx}]
  volumes: [{name: v, persistentVolumeClaim: {}}]`,
    errors: ['spec.volumes[0].persistentVolumeClaim.claimName: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: volhp}
spec:
  containers: [{name: c, image: nginx}]
  volumes: [{name: v, hostPath: {path: ../x}}]`,
    errors: ['spec.volumes[0].hostPath.path: Invalid value: "../x": must not contain \'..\''],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: volhptype}
spec:
  containers: [{name: c, image: nginx}]
  volumes: [{name: v, hostPath: {path: /x, type: Folder}}]`,
    errors: [
      'spec.volumes[0].hostPath.type: Unsupported value: "Folder": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: volmode}
spec:
  containers: [{name: c, image: nginx}]
  volumes: [{name: v, configMap: {name: a, defaultMode: 7777}}]`,
    errors: [
      'spec.volumes[0].configMap.defaultMode: Invalid value: 7777: must be a number between 0 and 0777 (octal), both inclusive',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: subpath}
spec:
  containers: [{name: c, image: nginx, volumeMounts: [{name: v, mountPath: /x, subPath: ../y}]}]
  volumes: [{name: v, emptyDir: {}}]`,
    errors: ['spec.containers[0].volumeMounts.subPath: Invalid value: "../y": must not contain \'..\''],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe}
spec:
  containers: [{name: c, image: nginx, livenessProbe: {periodSeconds: 5}}]`,
    errors: ['spec.containers[0].livenessProbe: Required value: must specify a handler type'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe2}
spec:
  containers: [{name: c, image: nginx, livenessProbe: {exec: {command: [ls]}, httpGet: {port: 80}}}]`,
    errors: ['spec.containers[0].livenessProbe.httpGet: Forbidden: may not specify more than 1 handler type'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe3}
spec:
  containers: [{name: c, image: nginx, livenessProbe: {httpGet: {port: 80}, successThreshold: 2}}]`,
    errors: ['spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe4}
spec:
  containers: [{name: c, image: nginx, startupProbe: {httpGet: {port: 80}, successThreshold: 2}}]`,
    errors: ['spec.containers[0].startupProbe.successThreshold: Invalid value: 2: must be 1'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe5}
spec:
  containers: [{name: c, image: nginx, livenessProbe: {httpGet: {port: 0}}}]`,
    errors: ['spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe6}
spec:
  containers: [{name: c, image: nginx, livenessProbe: {httpGet: {path: /}}}]`,
    errors: ['spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe7}
spec:
  containers: [{name: c, image: nginx, livenessProbe: {httpGet: {port: Web_1}}}]`,
    errors: [
      'spec.containers[0].livenessProbe.httpGet.port: Invalid value: "Web_1": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe8}
spec:
  containers: [{name: c, image: nginx, readinessProbe: {httpGet: {port: 80}, periodSeconds: -1, timeoutSeconds: -1, failureThreshold: -1, initialDelaySeconds: -1}}]`,
    errors: [
      'spec.containers[0].readinessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.containers[0].readinessProbe.timeoutSeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.containers[0].readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.containers[0].readinessProbe.failureThreshold: Invalid value: -1: must be greater than or equal to 0',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe9}
spec:
  containers: [{name: c, image: nginx, livenessProbe: {httpGet: {port: 80}, terminationGracePeriodSeconds: 0}}]`,
    errors: [
      'spec.containers[0].livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe10}
spec:
  containers: [{name: c, image: nginx, readinessProbe: {httpGet: {port: 80}, terminationGracePeriodSeconds: 5}}]`,
    errors: [
      'spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe11}
spec:
  containers: [{name: c, image: nginx, livenessProbe: {exec: {}}}]`,
    errors: ['spec.containers[0].livenessProbe.exec.command: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe12}
spec:
  containers: [{name: c, image: nginx, livenessProbe: {tcpSocket: {port: 99999}}}]`,
    errors: [
      'spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: 99999: must be between 1 and 65535, inclusive',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe13}
spec:
  containers: [{name: c, image: nginx, livenessProbe: {httpGet: {port: 80, scheme: http}}}]`,
    errors: [
      'spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: "http": supported values: "HTTP", "HTTPS"',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: probe14}
spec:
  containers: [{name: c, image: nginx, livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: "a b", value: x}]}}}]`,
    errors: [
      "spec.containers[0].livenessProbe.httpGet.httpHeaders: Invalid value: \"a b\": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: life}
spec:
  containers: [{name: c, image: nginx, lifecycle: {preStop: {}}}]`,
    errors: ['spec.containers[0].lifecycle.preStop: Required value: must specify a handler type'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: life2}
spec:
  containers: [{name: c, image: nginx, lifecycle: {preStop: {sleep: {seconds: 60}}}}]`,
    errors: [
      'spec.containers[0].lifecycle.preStop.sleep: Invalid value: 60: must be non-negative and less than terminationGracePeriodSeconds (30)',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: initprobe}
spec:
  initContainers: [{name: i, image: busybox, livenessProbe: {exec: {command: [ls]}}}]
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: initrp}
spec:
  initContainers: [{name: i, image: busybox, restartPolicy: Sometimes}]
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.initContainers[0].restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "Never", "OnFailure"',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: initrp}
spec:
  initContainers: [{name: i, image: busybox, restartPolicy: Never}]
  containers: [{name: c, image: nginx}]`,
    errors: [],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: crp}
spec:
  containers: [{name: c, image: nginx, restartPolicy: Never}]`,
    errors: [],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: env}
spec:
  containers: [{name: c, image: nginx, env: [{name: A, value: x, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}]`,
    errors: ['spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: env2}
spec:
  containers: [{name: c, image: nginx, env: [{value: x}]}]`,
    errors: ['spec.containers[0].env[0].name: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: env3}
spec:
  containers: [{name: c, image: nginx, env: [{name: "A=B", value: x}]}]`,
    errors: [
      'spec.containers[0].env[0].name: Invalid value: "A=B": a valid environment variable name must consist only of printable ASCII characters other than \'=\'',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: env4}
spec:
  containers: [{name: c, image: nginx, env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.nope}}}]}]`,
    errors: [
      'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.nope": error converting fieldPath: field label not supported: metadata.nope',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: env5}
spec:
  containers: [{name: c, image: nginx, env: [{name: A, valueFrom: {configMapKeyRef: {name: x}}}]}]`,
    errors: ['spec.containers[0].env[0].valueFrom.configMapKeyRef.key: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: env6}
spec:
  containers: [{name: c, image: nginx, env: [{name: A, valueFrom: {}}]}]`,
    errors: [
      'spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: env7}
spec:
  containers: [{name: c, image: nginx, envFrom: [{}]}]`,
    errors: ['spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: env8}
spec:
  containers: [{name: c, image: nginx, env: [{name: A, valueFrom: {secretKeyRef: {key: x}}}]}]`,
    errors: [
      "spec.containers[0].env[0].valueFrom.secretKeyRef.name: Invalid value: \"\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: env9}
spec:
  containers: [{name: c, image: nginx, env: [{name: A, value: 5}]}]`,
    decodeError: 'json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: tol}
spec:
  tolerations: [{key: a, operator: Exists, value: v}]
  containers: [{name: c, image: nginx}]`,
    errors: ['spec.tolerations[0].operator: Invalid value: "v": value must be empty when `operator` is \'Exists\''],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: tol2}
spec:
  tolerations: [{operator: Equal, value: v}]
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: tol3}
spec:
  tolerations: [{key: a, effect: Nope}]
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.tolerations[0].effect: Unsupported value: "Nope": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: tol4}
spec:
  tolerations: [{key: a, effect: NoSchedule, tolerationSeconds: 5}]
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be \'NoExecute\' when `tolerationSeconds` is set',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: tol5}
spec:
  tolerations: [{key: a, operator: In}]
  containers: [{name: c, image: nginx}]`,
    errors: ['spec.tolerations[0].operator: Unsupported value: "In": supported values: "Equal", "Exists"'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: nsel}
spec:
  nodeSelector: {"a b": x}
  containers: [{name: c, image: nginx}]`,
    errors: [
      "spec.nodeSelector: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: nsel2}
spec:
  nodeSelector: {gpu: true}
  containers: [{name: c, image: nginx}]`,
    decodeError: 'json: cannot unmarshal bool into Go struct field PodSpec.spec.nodeSelector of type string',
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: aff1}
spec:
  affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: in, values: [x]}]}]}}}
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "in": not a valid selector operator',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: aff2}
spec:
  affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: aff3}
spec:
  affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In}, {key: b, operator: Exists, values: [x]}, {key: c, operator: Gt, values: [a, b]}]}]}}}
  containers: [{name: c, image: nginx}]`,
    errors: [
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[2].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: aff4}
spec:
  affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 101, preference: {matchExpressions: [{key: a, operator: Exists}]}}]}}
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: aff5}
spec:
  affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {a: b}}}]}}
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty',
      'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must be non-empty',
      "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: aff6}
spec:
  affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, podAffinityTerm: {topologyKey: x, labelSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}}]}}
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100',
      "spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: spread}
spec:
  topologySpreadConstraints: [{maxSkew: 0, topologyKey: "", whenUnsatisfiable: Never}]
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
      'spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty',
      'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: ads}
spec:
  activeDeadlineSeconds: 0
  containers: [{name: c, image: nginx}]`,
    errors: ['spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: tgps}
spec:
  terminationGracePeriodSeconds: -1
  containers: [{name: c, image: nginx}]`,
    errors: [],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: host}
spec:
  hostname: A_b
  subdomain: C_d
  containers: [{name: c, image: nginx}]`,
    errors: [
      "spec.hostname: Invalid value: \"A_b\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      "spec.subdomain: Invalid value: \"C_d\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: alias}
spec:
  hostAliases: [{ip: x, hostnames: [A_b]}]
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.hostAliases[0].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      "spec.hostAliases[0].hostnames[0]: Invalid value: \"A_b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: hostpid}
spec:
  hostPID: true
  shareProcessNamespace: true
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: priv}
spec:
  containers: [{name: c, image: nginx, securityContext: {privileged: true, allowPrivilegeEscalation: false}}]`,
    errors: [
      'spec.containers[0].securityContext: Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: uid}
spec:
  containers: [{name: c, image: nginx, securityContext: {runAsUser: -1}}]`,
    errors: [
      'spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: gate}
spec:
  schedulingGates: [{name: ""}, {name: a}, {name: a}]
  containers: [{name: c, image: nginx}]`,
    errors: [
      'spec.schedulingGates[0]: Invalid value: "": name part must be non-empty',
      "spec.schedulingGates[0]: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      'spec.schedulingGates[2]: Duplicate value: "a"',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: gate2}
spec:
  schedulingGates: [{name: a}]
  nodeName: minikube
  containers: [{name: c, image: nginx}]`,
    errors: ['spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: eph}
spec:
  ephemeralContainers: [{name: e, image: busybox}]
  containers: [{name: c, image: nginx}]`,
    errors: ['spec.ephemeralContainers: Forbidden: cannot be set on create'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: w1}
spec:
  containers: [{name: c, image: nginx, ports: [{containerPort: 80}, {containerPort: 80}]}]`,
    errors: [],
    warnings: ['spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: w2}
spec:
  containers: [{name: c, image: nginx, ports: [{containerPort: 80, name: http}]}, {name: d, image: nginx, ports: [{containerPort: 81, name: http}]}]`,
    errors: [],
    warnings: [
      'spec.containers[1].ports[0]: duplicate port name "http" with spec.containers[0].ports[0], services and probes that select ports by name will use spec.containers[0].ports[0]',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: w3}
spec:
  containers: [{name: c, image: nginx, env: [{name: A, value: x}, {name: A, value: two}]}]`,
    errors: [],
    warnings: ['spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: w4}
spec:
  nodeSelector: {beta.kubernetes.io/os: linux}
  containers: [{name: c, image: nginx}]`,
    errors: [],
    warnings: ['spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: w.5}
spec:
  containers: [{name: c, image: nginx}]`,
    errors: [],
    warnings: [
      "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: w6}
spec:
  containers: [{name: c, image: nginx, resources: {limits: {memory: 100m}, requests: {cpu: "1"}}}]`,
    errors: [],
    warnings: [
      'spec.containers[0].resources.limits[memory]: fractional byte value "100m" is invalid, must be an integer',
      'spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: w7}
spec:
  imagePullSecrets: [{}]
  hostAliases: [{ip: 1.2.3.4}]
  containers: [{name: c, image: nginx}]`,
    errors: [],
    warnings: ['spec.imagePullSecrets[0].name: invalid empty name ""'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: w8}
spec:
  topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule}]
  containers: [{name: c, image: nginx}]`,
    errors: [],
    warnings: ['spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: w9}
spec:
  containers: [{name: c, image: nginx}]
  volumes: [{name: v, gitRepo: {repository: x}}]`,
    errors: [],
    warnings: ['spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: w10}
spec:
  affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname}]}}
  containers: [{name: c, image: nginx}]`,
    errors: [],
    warnings: [
      'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: w11}
spec:
  containers: [{name: c, image: nginx, volumeMounts: [{name: v, mountPath: /x}]}]
  volumes: [{name: v, configMap: {name: a, items: [{key: a, path: x}, {key: b, path: x}]}}]`,
    errors: [],
    warnings: ['volume "v" (ConfigMap "a"): overlapping paths: "x" with "x"'],
  },
];
