/* oxlint-disable unicorn/require-post-message-target-origin -- a process, not a window */
process.parentPort.on('message', ({ data }) => {
  process.parentPort.postMessage({ argument: process.argv[2], isDate: data.hello instanceof Date });
  process.exit(3);
});
