/** What runs in Node beside the browser, in one module: the end-to-end tests bundle it, as the program itself is. */
export { createClient } from '../../src/client/client';
export { createHttpTransport } from '../../src/client/http';
export { startConnect } from '../../src/server/connect/connectServer';
export { loadKubeconfig, targetOf } from '../../src/server/connect/kubeconfigTarget';
export { readPage } from '../../src/server/connect/pageFiles';
export { serveCluster } from '../../src/server/serve/servedCluster';
export { nodeSend } from '../../src/session/nodeHttp';
