/* oxlint-disable unicorn/require-post-message-target-origin -- a process, not a window */
process.parentPort.on('message', ({ data }) => {
  process.parentPort.postMessage([data, process.env.CHILD_WORD]);
  process.stdout.write('spinning\n');
  // As a driver in native code: deaf to everything but the operating system.
  for (;;);
});
