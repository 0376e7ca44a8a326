import './without-eval.ts';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '#renderer/ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { saveBeforeClosing } from './closing.ts';
import { guardCopies } from './guard-copies.ts';
import { readTheRest } from './later.ts';
import { connectStores } from './store.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
connectStores();
saveBeforeClosing();
guardCopies();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
// A failure is reported by the part of the window that needs the file.
readTheRest().catch(() => undefined);
