/** An empty window, for scripts that need Chromium to draw. */
import { app, BrowserWindow } from 'electron';

app.whenReady().then(() => new BrowserWindow({ show: false }).loadURL('about:blank'));
