/** ELK's own worker: it listens and answers where there is no document. */
import 'elkjs/lib/elk-worker.min.js';
