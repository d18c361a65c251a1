/** Keeps a core busy until it is killed. */
process.send?.('busy');
setImmediate(() => {
  for (;;);
});
