/** How the page is built: one main chunk, the engine in a worker, Monaco only when it is asked for. */
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { type Plugin, defineConfig } from 'vite';
import { hostHeaders } from './scripts/hostHeaders.mjs';
import { serviceWorker } from './scripts/serviceWorker.mjs';
import { stillViewport } from './scripts/stillViewport.mjs';

/** Serves docs/parity.md and docs/fields.md as one plain text: the page links to it from the line that says it is a simulation. */
function parityPage(): Plugin {
  const pages = ['docs/parity.md', 'docs/fields.md'];
  const read = () => pages.map((page) => readFileSync(new URL(page, import.meta.url), 'utf8')).join('\n');
  return {
    name: 'parity-page',
    configureServer: (server) => {
      server.middlewares.use('/parity.txt', (_request, response) => {
        response.setHeader('content-type', 'text/plain; charset=utf-8');
        response.end(read());
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'parity.txt', source: read() });
    },
  };
}

export default defineConfig({
  base: './', // Runs under any sub-path and in a frame.
  plugins: [react(), tailwindcss(), parityPage(), stillViewport(), serviceWorker(), hostHeaders()],
  // monaco-yaml's dependency still imports the paths that monaco-editor had before 0.56.
  resolve: { alias: [{ find: /^monaco-editor\/esm\/vs\/(.*?)(?:\.js)?$/, replacement: 'monaco-editor/$1' }] },
  worker: { format: 'es' },
  // A frame with sandbox="allow-scripts" alone has no origin, and scripts are fetched for it as for a stranger.
  preview: { cors: { origin: '*' } },
  build: {
    target: 'es2023',
    // Every browser that runs this target preloads modules by itself.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4_000,
    // What every visit needs is one file: thirty small ones compress worse.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'main', tags: ['$initial'] }] } } },
  },
  // Found only behind React.lazy: without this list the dev page reloads when the editor is first opened.
  optimizeDeps: {
    include: [
      'monaco-editor/editor',
      'monaco-editor/features/register.all',
      'monaco-editor/languages/definitions/yaml/register',
      'monaco-editor/editor/editor.worker',
      'monaco-yaml',
      'monaco-yaml/yaml.worker.js',
      '@xterm/xterm',
      '@xterm/addon-fit',
    ],
  },
});
