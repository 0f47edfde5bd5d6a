/**
 * What a real 1.36.3 said about the other kinds, and bodies that cannot be decoded: manifest, complaints in order, warnings. Recorded, not written.
 */
import type { RecordedCase } from './recordedCase';

export const recordedOthers: readonly RecordedCase[] = [
  {
    manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: x}
data: {bad key: x}`,
    errors: [
      "data[bad key]: Invalid value: \"bad key\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: x}
data: {..: x}`,
    errors: ['data[..]: Invalid value: "..": must not be \'..\''],
  },
  {
    manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: x}
data: {"..a": x}`,
    errors: ['data[..a]: Invalid value: "..a": must not start with \'..\''],
  },
  {
    manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: x}
data: {a: 1}`,
    decodeError: 'json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
  },
  {
    manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: x}
data: {a: b}
binaryData: {a: YQ==}`,
    errors: ['data[a]: Invalid value: "a": duplicate of key present in binaryData'],
  },
  {
    manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: x}
binaryData: {a: "not base64!"}`,
    decodeError: 'illegal base64 data at input byte 3',
  },
  {
    manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: My_Map}
data: {a: b}`,
    errors: [
      "metadata.name: Invalid value: \"My_Map\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: x}
data: {bad key: YQ==}`,
    errors: [
      "data[bad key]: Invalid value: \"bad key\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: x}
data: {a: "not base64!"}`,
    decodeError: 'illegal base64 data at input byte 3',
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: x}
type: kubernetes.io/dockerconfigjson`,
    errors: ['data[.dockerconfigjson]: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: x}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: "{"}`,
    errors: ['data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": unexpected end of JSON input'],
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: x}
type: kubernetes.io/dockerconfigjson
data: {.dockerconfigjson: ""}`,
    errors: ['data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": unexpected end of JSON input'],
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: x}
type: kubernetes.io/dockercfg`,
    errors: ['data[.dockercfg]: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: x}
type: kubernetes.io/tls`,
    errors: ['data[tls.crt]: Required value', 'data[tls.key]: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: x}
type: kubernetes.io/basic-auth`,
    errors: ['data[username]: Required value', 'data[password]: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: x}
type: kubernetes.io/ssh-auth`,
    errors: ['data[ssh-privatekey]: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: x}
type: kubernetes.io/service-account-token`,
    errors: ['metadata.annotations[kubernetes.io/service-account.name]: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Namespace
metadata: {name: My_Ns}`,
    errors: [
      "metadata.name: Invalid value: \"My_Ns\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Namespace
metadata: {name: a.b}`,
    errors: ['metadata.name: Invalid value: "a.b": must not contain dots'],
  },
  {
    manifest: `apiVersion: v1
kind: Namespace
metadata: {name: lab-x}
spec: {finalizers: [foo]}`,
    errors: [
      'spec.finalizers: Invalid value: "foo": name is neither a standard finalizer name nor is it fully qualified',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: ServiceAccount
metadata: {name: My_Sa}`,
    errors: [
      "metadata.name: Invalid value: \"My_Sa\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: x, finalizers: [nope]}
spec: {containers: [{name: c, image: nginx}]}`,
    errors: [
      'metadata.finalizers[0]: Invalid value: "nope": name is neither a standard finalizer name nor is it fully qualified',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: x, ownerReferences: [{apiVersion: v1, kind: Pod, name: x}]}
data: {}`,
    errors: ['metadata.ownerReferences.uid: Invalid value: "": must not be empty'],
  },
  {
    manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: x, ownerReferences: [{apiVersion: v1, kind: Event, name: x, uid: a}]}
data: {}`,
    errors: [
      'metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"x","uid":"a"}: /v1, Kind=Event is disallowed from being an owner',
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: 0
  foo: 1
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx}]`,
    decodeError: 'strict decoding error: unknown field "spec.foo"',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: 0
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx, imagee: x, port: 5}]`,
    decodeError:
      'strict decoding error: unknown field "spec.template.spec.containers[0].imagee", unknown field "spec.template.spec.containers[0].port"',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: "2"
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx}]`,
    decodeError: 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: two
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx}]`,
    decodeError: 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: true
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx}]`,
    decodeError: 'json: cannot unmarshal bool into Go struct field DeploymentSpec.spec.replicas of type int32',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: [1]
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx}]`,
    decodeError: 'json: cannot unmarshal array into Go struct field DeploymentSpec.spec.replicas of type int32',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: 0
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx, env: {A: b}}]`,
    decodeError:
      'json: cannot unmarshal object into Go struct field Container.spec.template.spec.containers.env of type []v1.EnvVar',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: 0
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx, command: ls}]`,
    decodeError:
      'json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.command of type []string',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: 0
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx, args: [1, true]}]`,
    decodeError:
      'json: cannot unmarshal number into Go struct field Container.spec.template.spec.containers.args of type string',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: 0
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx, ports: [80]}]`,
    decodeError:
      'json: cannot unmarshal number into Go struct field Container.spec.template.spec.containers.ports of type v1.ContainerPort',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: 0
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx, ports: [{containerPort: http}]}]`,
    decodeError:
      'json: cannot unmarshal string into Go struct field ContainerPort.spec.template.spec.containers.ports.containerPort of type int32',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: 0
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx, resources: {limits: {cpu: x}}}]`,
    decodeError: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: 0
  template2: {}
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec:
      containers: [{name: c, image: nginx, livenessProbe: {httpGet: {port: 80, pth: /}}}]`,
    decodeError:
      'strict decoding error: unknown field "spec.template.spec.containers[0].livenessProbe.httpGet.pth", unknown field "spec.template2"',
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: x}
data: {a: plain text}`,
    decodeError: 'illegal base64 data at input byte 5',
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
  - name: c
  image: nginx`,
    decodeError: 'strict decoding error: unknown field "spec.image"',
  },
  {
    manifest: `apiVersion: v1
kind: Pod
kind: Pod
metadata: {name: a}
spec:
  containers:
  - {name: c, image: nginx, image: redis}
  containers: []`,
    errors: ['spec.containers: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: a, label: {x: y}}
spec:
  container:
  - {name: c, image: nginx}
  foo: bar`,
    decodeError:
      'strict decoding error: unknown field "metadata.label", unknown field "spec.container", unknown field "spec.foo"',
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: dry}
spec: {foo: bar, containers: [{name: c, image: nginx}]}`,
    decodeError: 'strict decoding error: unknown field "spec.foo"',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec: {replicas: "three", selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: nginx}]}}}`,
    decodeError: 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: {name: c, image: nginx}}`,
    decodeError: 'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: c, image: nginx, env: [{name: N, value: 5}]}]}`,
    decodeError: 'json: cannot unmarshal bool into Go struct field EnvVar.spec.containers.env.name of type string',
  },
  {
    manifest: `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {answer: yes, n: 3, t: 2026-01-01, z: ~}`,
    decodeError: 'json: cannot unmarshal bool into Go struct field ConfigMap.data of type string',
  },
  {
    manifest: `apiVersion: v1
kind: Secret
metadata: {name: a}
data: {password: not-base64!}`,
    decodeError: 'illegal base64 data at input byte 3',
  },
  {
    manifest: `apiVersion: v1
kind: Pod
metadata: {generateName: gen-}
spec: {containers: [{name: c}]}`,
    errors: ['spec.containers[0].image: Required value'],
  },
];
