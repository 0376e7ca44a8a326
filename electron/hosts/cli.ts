import { openSiteProcess } from './cli/lab-site.ts';
import { runCli } from './cli/run-cli.ts';
import { superviseChild } from './cli/supervise-child.ts';
import { terminal } from './cli/terminal.ts';

/** The command line in plain Node: `node dist/cli.js run job.json`. */
const shell = terminal();
process.exitCode = await runCli(
  process.argv.slice(2),
  shell,
  (dataDir, secrets) => superviseChild(dataDir, secrets, shell.say),
  openSiteProcess,
);
