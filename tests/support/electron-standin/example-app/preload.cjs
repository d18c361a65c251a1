const { contextBridge, ipcRenderer } = require('electron');

let refused = '';
try {
  require('node:fs');
} catch (error) {
  refused = error.message;
}
const echoes = [];
ipcRenderer.on('echo', (_event, ...args) => echoes.push(args));
ipcRenderer.on('port', (event, text) => window.postMessage(text, location.origin, event.ports));

contextBridge.exposeInMainWorld('example', {
  refused,
  platform: process.platform,
  echoes: () => echoes,
  echo: (...args) => ipcRenderer.send('echo', ...args),
  sum: (a, b) => ipcRenderer.invoke('sum', a, b),
  fail: () => ipcRenderer.invoke('fail'),
  throwHere: () => {
    throw new Error('thrown in the preload');
  },
  viaPort: message =>
    new Promise(resolve => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', ({ data }) => resolve(data));
      port1.start();
      ipcRenderer.postMessage('port from preload', null, [port2]);
      port1.postMessage(message);
    }),
});
