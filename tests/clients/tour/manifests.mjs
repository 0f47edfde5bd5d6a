/** What the tour applies, as text of YAML. */

/** A Deployment of two pods, their Service and a ConfigMap. @param {number} [replicas] @param {string} [tag] */
export const web = (replicas = 2, tag = '1.27') => `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  color: blue
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${replicas}
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: web
        image: nginx:${tag}
        ports: [{containerPort: 80}]
        resources: {requests: {cpu: 50m, memory: 32Mi}}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports: [{port: 80}]
`;

/** A pod that answers over HTTP and prints what it is asked. */
export const kubia = `apiVersion: v1
kind: Pod
metadata:
  name: kubia
  labels: {app: kubia}
spec:
  containers:
  - name: main
    image: luksa/kubia
    ports: [{containerPort: 8080}]
`;

/** A pod that prints three lines and is done. */
export const talker = `apiVersion: v1
kind: Pod
metadata:
  name: talker
spec:
  restartPolicy: Never
  containers:
  - name: main
    image: busybox
    command: [sh, -c, "echo one; sleep 1; echo two; sleep 1; echo three"]
`;

/** Files of a kustomization by their names. */
export const kustomization = {
  'kustomization.yaml': `namePrefix: dev-
labels:
- pairs: {team: tour}
  includeSelectors: true
resources: [web.yaml]
images: [{name: nginx, newTag: "1.29"}]
configMapGenerator:
- name: generated
  literals: [a=b]
`,
  'web.yaml': web(1),
};

/** Files of a chart by their names: a hook, a test, values, a template with a condition. */
export const chart = {
  'Chart.yaml': 'apiVersion: v2\nname: tour\nversion: 0.1.0\nappVersion: "1.27"\n',
  'values.yaml': 'replicas: 1\ntag: "1.27"\ncolor: blue\n',
  'templates/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
  labels: {app.kubernetes.io/managed-by: {{ .Release.Service }}}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: {app: {{ .Release.Name }}}
  template:
    metadata:
      labels: {app: {{ .Release.Name }}}
    spec:
      containers:
      - name: web
        image: nginx:{{ .Values.tag }}
{{- if .Capabilities.APIVersions.Has "policy/v1" }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .Release.Name }}-web
spec:
  minAvailable: 0
  selector:
    matchLabels: {app: {{ .Release.Name }}}
{{- end }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-settings
data:
  color: {{ .Values.color }}
`,
  'templates/hook.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-before
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: main
        image: busybox
        command: [sh, -c, "echo ready"]
`,
  'templates/tests/test.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-test
  annotations:
    helm.sh/hook: test
spec:
  restartPolicy: Never
  containers:
  - name: main
    image: busybox
    command: [sh, -c, "echo tested"]
`,
};
