/**
 * What a real 1.36.3 said about controllers of pods: manifest, complaints in order, warnings. Recorded, not written.
 */
import type { RecordedCase } from './recordedCase';

export const recordedWorkloads: readonly RecordedCase[] = [
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: b}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: b}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`'],
  },
  {
    manifest: `apiVersion: v1
kind: ReplicationController
metadata: {name: x}
spec:
  selector: {app: a}
  template: {metadata: {labels: {app: b}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  template: {metadata: {labels: {app: b}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: [
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`',
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  template: {metadata: {labels: {app: b}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: [
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: ReplicationController
metadata: {name: x}
spec:
  template: {spec: {containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.selector: Required value'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  selector: {}
  template: {metadata: {labels: {app: b}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.selector: Invalid value: {}: empty selector is invalid for deployment'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {}
  template: {metadata: {labels: {app: b}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.selector: Invalid value: {}: empty selector is invalid for deployment'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}`,
    errors: [
      'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}`,
    errors: [
      'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: ReplicationController
metadata: {name: x}
spec:
  replicas: 1`,
    errors: ['spec.selector: Required value', 'spec.template: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: ReplicationController
metadata: {name: x}
spec:
  selector: {app: a}`,
    errors: ['spec.template: Required value'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  {}`,
    errors: [
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  {}`,
    errors: [
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: ReplicationController
metadata: {name: x}
spec:
  {}`,
    errors: ['spec.selector: Required value', 'spec.template: Required value'],
  },
  {
    manifest: `apiVersion: v1
kind: ReplicationController
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    decodeError:
      'json: cannot unmarshal object into Go struct field ReplicationControllerSpec.spec.selector of type string',
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  selector: {app: a}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    decodeError: 'strict decoding error: unknown field "spec.selector.app"',
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  selector: {matchExpressions: [{key: app, operator: Is, values: [a]}]}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: [
      'spec.selector.matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator',
      'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Is","values":["a"]}]}: invalid label selector',
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  selector: {matchExpressions: [{key: app, operator: In}]}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: [
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"In"}]}: invalid label selector',
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  selector: {matchExpressions: [{key: app, operator: Exists, values: [a]}]}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: [
      "spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
      'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Exists","values":["a"]}]}: invalid label selector',
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  selector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}]}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {restartPolicy: Never, containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {restartPolicy: Never, containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  },
  {
    manifest: `apiVersion: v1
kind: ReplicationController
metadata: {name: x}
spec:
  template: {metadata: {labels: {app: a}}, spec: {restartPolicy: Never, containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {activeDeadlineSeconds: 5, containers: [{name: c, image: nginx}]}}`,
    errors: [
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported',
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {activeDeadlineSeconds: 5, containers: [{name: c, image: nginx}]}}`,
    errors: [
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported',
    ],
  },
  {
    manifest: `apiVersion: v1
kind: ReplicationController
metadata: {name: x}
spec:
  template: {metadata: {labels: {app: a}}, spec: {activeDeadlineSeconds: 5, containers: [{name: c, image: nginx}]}}`,
    errors: [
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not Supported',
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}`,
    errors: ['spec.template.spec.containers[0].image: Required value'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx, livenessProbe: {httpGet: {port: 0}}}]}}`,
    errors: [
      'spec.template.spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive',
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: " nginx"}]}}`,
    errors: [],
  },
  {
    manifest: `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec:
  replicas: -1
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: -1
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
  },
  {
    manifest: `apiVersion: v1
kind: ReplicationController
metadata: {name: x}
spec:
  replicas: -1
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  minReadySeconds: -1
  revisionHistoryLimit: -1
  progressDeadlineSeconds: -1
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: [
      'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
      'spec.progressDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.progressDeadlineSeconds: Invalid value: -1: must be greater than minReadySeconds',
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  minReadySeconds: 5
  progressDeadlineSeconds: 5
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    errors: ['spec.progressDeadlineSeconds: Invalid value: 5: must be greater than minReadySeconds'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: three
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    decodeError: 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  replicas: 1.5
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}`,
    decodeError: 'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}
  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}`,
    errors: ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}
  strategy: {rollingUpdate: {maxSurge: 0%, maxUnavailable: 0%}}`,
    errors: ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}
  strategy: {rollingUpdate: {maxUnavailable: 101%}}`,
    errors: ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%'],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}
  strategy: {rollingUpdate: {maxSurge: half, maxUnavailable: -1}}`,
    errors: [
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: -1: must be greater than or equal to 0',
      "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"half\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    ],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}
  strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}`,
    errors: ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
  },
  {
    manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: nginx}]}}
  strategy: {type: rolling}`,
    errors: [
      'spec.strategy: Unsupported value: {"Type":"rolling","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
    ],
  },
];
