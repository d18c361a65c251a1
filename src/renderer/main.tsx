import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './ui/base.css';
import './ui/tones.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { client, connection, queryClient } from './api.ts';
import { App } from './app.tsx';
import { followChanges } from './events.ts';
import { features } from './features/index.ts';
import { featureAt } from './frame/places.ts';
import { currentAddress } from './location.ts';
import { thisTab } from './ui/tab.ts';

connection.start();
// The code of what will be shown comes while the connection is being made.
(featureAt(currentAddress()) ?? features[0])?.Screen.preload?.();
void followChanges(client, connection, queryClient);

// What was typed here and not saved is this tab's own.
await thisTab.claim();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
