/** The first pod that a person runs, as `kubectl run` would make it. */

/** The command that stands for it. */
export const FIRST_POD_LINE = 'kubectl run kubia --image=luksa/kubia --port=8080';

/** What that command sends. */
export const FIRST_POD = {
  metadata: { name: 'kubia', namespace: 'default', labels: { run: 'kubia' } },
  spec: {
    containers: [{ name: 'kubia', image: 'luksa/kubia', ports: [{ containerPort: 8080 }] }],
  },
} as const;
