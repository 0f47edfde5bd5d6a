/** The fields of lesson.yaml: what its reader knows, and what an editor offers. */

/** Of the file, of each item of its lists, of `start` and of a machine in `start.nodes`. */
export const fieldsOf = {
  lesson: ['lab', 'part', 'failure', 'minutes', 'covers', 'start', 'steps', 'goal', 'questions', 'figures'],
  start: ['nodes', 'addons', 'profile', 'seed', 'clock', 'files', 'apply', 'after', 'run'],
  nodes: ['name', 'cpu', 'memory', 'pods', 'labels'],
  steps: ['id', 'done'],
  goal: ['id', 'that', 'always', 'from', 'until'],
  questions: ['id', 'at', 'until', 'choices', 'answer'],
  figures: ['name', 'at'],
} as const;
