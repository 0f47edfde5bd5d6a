/** The language server for YAML: completion, hover and schema markers, off the main thread. */
import 'monaco-yaml/yaml.worker.js';
