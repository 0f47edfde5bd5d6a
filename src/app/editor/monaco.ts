/**
 * Monaco with YAML and the schemas of Kubernetes and of lessons, Markdown, and sessions, and nothing else: the full
 * package would bring every language.
 * Reached only through a dynamic import; the page works before and without it.
 */
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/markdown/register';
import 'monaco-editor/languages/definitions/yaml/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { configureMonacoYaml, type JSONSchema } from 'monaco-yaml';
import { lessonSchema } from '../../lessons/lessonSchema';
import schema from '../../../generated/kubernetes.schema.json';
import YamlWorker from './yaml.worker?worker';

/** Where the file of a lesson is at the desk: any other file is a manifest. */
const LESSON_FILE = '/desk/lesson.yaml';

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

interface WorkerOptions {
  readonly createData?: unknown;
  readonly host?: Record<string, (...values: never[]) => unknown>;
  readonly keepIdleModels?: boolean;
}

/** Starts the YAML worker as Monaco's own loader would: a first message that it ignores, then its options. */
function createWebWorker({ createData, host, keepIdleModels }: WorkerOptions) {
  const worker = new YamlWorker();
  worker.postMessage('ignore');
  worker.postMessage(createData);
  return monaco.editor.createWebWorker({ worker, host, keepIdleModels } as never); // Its type still asks for a promise.
}

// monaco-yaml was written against an older shape of the same package.
configureMonacoYaml({ ...monaco, editor: { ...monaco.editor, createWebWorker } } as never, {
  isKubernetes: true,
  enableSchemaRequest: false,
  schemas: [
    {
      uri: 'https://kubeloop/kubernetes.schema.json',
      fileMatch: ['*', `!**${LESSON_FILE}`],
      schema: schema as unknown as JSONSchema,
    },
    { uri: 'https://kubeloop/lesson.schema.json', fileMatch: [`**${LESSON_FILE}`], schema: lessonSchema as JSONSchema },
  ],
});

// What is typed, what is done, what is said about it.
monaco.languages.register({ id: 'session', extensions: ['.session'] });
monaco.languages.setMonarchTokensProvider('session', {
  tokenizer: {
    root: [
      [/^#.*$/, 'comment'],
      [/^\$ \S+/, 'type'],
      [/^~ \S+/, 'keyword'],
      [/\$\{\w+\}/, 'number'],
      [/'[^']*'|"[^"]*"/, 'string'],
    ],
  },
});

export { monaco };
