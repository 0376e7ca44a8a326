import { config } from 'zod';

// zod tries to compile its parsers with `new Function`, which the content security policy reports
// as a violation. Must run before the first schema is used.
config({ jitless: true });
