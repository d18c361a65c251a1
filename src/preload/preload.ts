import { ipcRenderer } from 'electron';
import { portsChannel } from '../shared/shell.ts';

// The page asks by posting the channel's name to itself; other windows and frames may post here too, so they are told
// apart. It gets the ports in a message of the same name. Nothing is put on `window`.
window.addEventListener('message', event => {
  const fromPage = event.source === window && event.origin === location.origin;
  if (fromPage && event.data === portsChannel && event.ports.length === 0) ipcRenderer.send(portsChannel);
});

ipcRenderer.on(portsChannel, event => {
  window.postMessage(portsChannel, location.origin, event.ports);
});
