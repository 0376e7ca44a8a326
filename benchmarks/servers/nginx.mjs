// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { treeCpuMs } from '../measure/proc.mjs';

const echoModule = '/usr/lib/nginx/modules/ngx_http_echo_module.so';

/**
 * @param {number} latencyMs nginx can wait only with its echo module
 * @returns {string | null} the program; null: nginx cannot serve this
 */
export function findNginx(latencyMs) {
  if (latencyMs > 0 && !existsSync(echoModule)) return null;
  const found = ['nginx', '/usr/sbin/nginx'].find((file) => spawnSync(file, ['-v']).status === 0);
  return found ?? null;
}

/**
 * @param {string} program
 * @param {{ pages: string, latencyMs: number, scratch: string }} site
 * @returns {Promise<import('./page-server.mjs').PageServer>}
 */
export async function startNginx(program, { pages, latencyMs, scratch }) {
  await mkdir(scratch, { recursive: true });
  const port = await freePort();
  const log = join(scratch, 'requests.log');
  const config = join(scratch, 'nginx.conf');
  await writeFile(config, configuration({ pages, latencyMs, scratch, port, log }));
  const child = spawn(program, ['-e', 'stderr', '-p', scratch, '-c', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Not reached by the terminal's Ctrl+C: it is ended when no measurement needs it any more.
    detached: true,
  });
  let complaint = '';
  child.stderr.on('data', (/** @type {Buffer} */ text) => {
    complaint += text.toString();
  });
  const ended = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', resolve);
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`nginx did not start.\n${complaint}`);
    await wait(10);
  }
  let forgotten = 0;
  return {
    kind: 'nginx, one worker',
    origin: `http://127.0.0.1:${port}`,
    seen: () => readLog(log, forgotten),
    forget: async () => {
      forgotten = (await stat(log)).size;
    },
    cpuMs: () => treeCpuMs(child.pid ?? 0),
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** @param {{ pages: string, latencyMs: number, scratch: string, port: number, log: string }} site */
function configuration({ pages, latencyMs, port, log }) {
  const slow = `
    location / { echo_sleep ${latencyMs / 1000}; echo_exec /at-once$uri; }
    location /at-once/ { internal; alias ${pages}/; }`;
  return `${latencyMs > 0 ? `load_module ${echoModule};` : ''}
${process.getuid?.() === 0 ? 'user root root;' : ''}
worker_processes 1;
daemon off;
pid nginx.pid;
error_log stderr crit;
events { worker_connections 2048; }
http {
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  types { text/html html; }
  charset utf-8;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=2000;
  keepalive_requests 10000000;
  keepalive_timeout 600s;
  log_format times '$msec $request_time';
  server {
    listen 127.0.0.1:${port} backlog=2048;
    access_log ${log} times;
    root ${pages};${latencyMs > 0 ? slow : ''}
  }
}
`;
}

/**
 * @param {string} log
 * @param {number} from The offset at which to begin, in bytes.
 * @returns {Promise<import('./page-server.mjs').Seen>}
 */
async function readLog(log, from) {
  const file = await open(log);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read({ buffer: Buffer.alloc(size - from), position: from });
    const lines = buffer.toString('latin1').split('\n').slice(0, -1);
    // A line is written at the end of its answer: the first request need not be the first line.
    const firstMs = lines.reduce((least, line) => {
      const [endedS = 0, tookS = 0] = line.split(' ').map(Number);
      return Math.min(least, (endedS - tookS) * 1000);
    }, Number.POSITIVE_INFINITY);
    return { requests: lines.length, firstMs };
  } finally {
    await file.close();
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
