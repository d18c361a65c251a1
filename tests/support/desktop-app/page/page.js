// Asks for its ports as the real page does, and keeps what it hears for the tests.
const heard = { api: [], shell: [], portMessages: 0 };
globalThis.heard = heard;

addEventListener('message', ({ data, source, origin, ports }) => {
  if (data !== 'slipway:ports' || source !== globalThis || origin !== location.origin || ports.length === 0)
    return;
  heard.portMessages++;
  const [api, shell] = ports;
  api.addEventListener('message', event => heard.api.push(event.data));
  shell.addEventListener('message', event => heard.shell.push(event.data));
  api.start();
  shell.start();
  globalThis.api = api;
});
postMessage('slipway:ports', location.origin);
