/* oxlint-disable unicorn/require-post-message-target-origin -- these are ports and processes, not windows */
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  session,
  shell,
  utilityProcess,
} from 'electron';

/** A small application that uses what the stand-in offers; tests/integration/electron-standin.test.ts drives it. */
const pages: Record<string, [type: string, content: string]> = {
  '/index.html': [
    'text/html',
    `<!doctype html><title>Example</title><h1>Example</h1><script>window.inline = true</script>
     <script type="module" src="page.js"></script>`,
  ],
  '/page.js': [
    'text/javascript',
    `const worker = new Worker('worker.js', { type: 'module' });
     worker.onmessage = ({ data }) => { window.fromWorker = data; };
     addEventListener('message', ({ data, ports: [port] }) => {
       if (data !== 'here is your port') return;
       window.port = port;
       window.received = [];
       port.onmessage = ({ data }) => window.received.push(data);
       port.onclose = () => { window.portClosed = true; };
     });
     window.scriptRan = true;`,
  ],
  '/worker.js': ['text/javascript', `postMessage(await (await fetch('/data.json')).json())`],
  '/data.json': ['application/json', '{"answer":42}'],
};
const policy = "default-src 'none'; script-src app://example; connect-src 'self'; worker-src 'self'";
/** What happened, for the tests to read. */
const events: string[] = [];
Object.assign(app, { events });

if (!app.requestSingleInstanceLock({ from: 'second' })) app.quit();
app.on('second-instance', (_event, argv, _directory, data) => {
  events.push(`second ${argv.at(-1)} ${JSON.stringify(data)}`);
});
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);

ipcMain.handle('sum', (_event, a: number, b: number) => a + b);
ipcMain.handle('fail', () => {
  throw new TypeError('no such thing');
});
ipcMain.on('echo', (event, ...args: unknown[]) => {
  event.sender.send('echo', event.senderFrame?.url, event.senderFrame?.origin, ...args);
});
ipcMain.on('port from preload', event => {
  const [port] = event.ports;
  port?.on('message', ({ data }) => port.postMessage(['main got', data]));
  port?.start();
});

async function openWindow(): Promise<void> {
  const window = new BrowserWindow({
    width: 700,
    height: 500,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
    },
  });
  window.webContents.setWindowOpenHandler(({ url }) => {
    events.push(`open ${url}`);
    void shell.openExternal(url);
    return { action: 'deny' };
  });
  window.webContents.on('will-navigate', (event, url) => {
    events.push(`navigate ${url}`);
    if (!url.startsWith('app:')) event.preventDefault();
  });
  await window.loadURL('app://example/index.html');
  const { port1, port2 } = new MessageChannelMain();
  port1.on('message', ({ data, ports }) => {
    port1.postMessage({ echo: data });
    ports[0]?.on('close', () => events.push('inner port closed'));
    ports[0]?.postMessage('through the inner port');
    ports[0]?.start();
  });
  port1.on('close', () => events.push('port closed'));
  port1.start();
  window.webContents.postMessage('port', 'here is your port', [port2]);
}

Menu.setApplicationMenu(
  Menu.buildFromTemplate([
    { label: '&File', submenu: [{ label: 'Greet', click: () => events.push('greeted') }, { role: 'quit' }] },
  ]),
);

app.on('before-quit', event => {
  if (process.argv.includes('--stay-once') && !events.includes('stayed')) {
    events.push('stayed');
    event.preventDefault();
  }
});
app.on('window-all-closed', () => app.quit());

app.on('ready', () => {
  session.defaultSession.setPermissionRequestHandler((_page, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  protocol.handle('app', request => {
    const page = pages[new URL(request.url).pathname];
    if (!page) return new Response('not found', { status: 404 });
    const [type, content] = page;
    return new Response(content, { headers: { 'content-type': type, 'content-security-policy': policy } });
  });
  const child = utilityProcess.fork(join(import.meta.dirname, 'utility.ts'), ['argument'], { stdio: 'pipe' });
  child.on('message', message => events.push(`utility ${JSON.stringify(message)}`));
  child.on('exit', code => events.push(`utility ended ${code}`));
  child.postMessage({ hello: new Date(0) });
  void openWindow();
});
