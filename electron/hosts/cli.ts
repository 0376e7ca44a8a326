import { runCli } from './cli/run-cli.ts';
import { terminal } from './cli/terminal.ts';

/** The command line in plain Node: `node dist/cli.js run job.json`. */
process.exitCode = await runCli(process.argv.slice(2), terminal());
