import { z } from 'zod';
import { worldName } from './attached-frames.ts';
import { type Taken, takenSchema } from './taken.ts';
import type { Tools } from './tools.ts';
import { within } from './within.ts';

interface FrameParts {
  readonly tools: Tools;
  /** Sessions of frames that have processes of their own, with the ids of the frames. */
  readonly others: ReadonlyMap<string, string>;
  /** The code for the isolated world, for frames that began before it could be put there. */
  readonly inPage: string;
  /** The most characters of all of it. */
  readonly limit: number;
}

interface FrameTree {
  readonly frame: { readonly id: string };
  readonly childFrames?: readonly FrameTree[] | undefined;
}

const treeSchema: z.ZodType<FrameTree> = z.lazy(() =>
  z.object({
    frame: z.object({ id: z.string() }),
    childFrames: z.array(treeSchema).optional(),
  }),
);
const rootSchema = z.object({ frameTree: treeSchema });
const worldSchema = z.object({ executionContextId: z.int() });
const ownerSchema = z.object({ backendNodeId: z.int() });
const objectSchema = z.object({ object: z.object({ objectId: z.string() }) });

/** Frames beyond these are left out: a page can nest itself without end. */
const mostFrames = 200;
const deepest = 8;

/** A frame that does not answer for this long hangs. */
const frameMs = 1_000;

/** A frame and where it is reached. */
interface Place {
  readonly tree: FrameTree;
  readonly session: string;
}

/**
 * The text of the page with the contents of its frames, each in its own place. A frame that is gone or does
 * not answer stays empty.
 */
export async function takeFrames(parts: FrameParts, contextId: number): Promise<Taken> {
  const { tools, others } = parts;
  const main = await placeIn(tools, '');
  /** Frames of other processes that have not found their parent yet. */
  const foreign = new Map<string, Place>();
  await Promise.all(
    [...others].map(([session, id]) =>
      within(frameMs, placeIn(tools, session)).then(
        (place) => foreign.set(id, place),
        () => undefined,
      ),
    ),
  );
  let left = mostFrames;

  const take = async (place: Place, context: number, depth: number): Promise<Taken> => {
    const children: Place[] = [];
    const local = (place.tree.childFrames ?? []).map((tree) => ({ tree, session: place.session }));
    for (const child of depth < deepest ? [...local, ...foreign.values()] : []) {
      if (left === 0) break;
      if (!(await number(tools, place, context, child, children.length))) continue;
      foreign.delete(child.tree.frame.id);
      children.push(child);
      left -= 1;
    }
    const call = depth === 0 ? 'takeNow' : 'takeFrame';
    const taken = takenSchema.parse(
      await tools.evaluate(`trawl.${call}(${parts.limit})`, context, place.session),
    );
    if (taken.kind === 'too-large') return taken;
    let text = taken.parts[0] ?? '';
    for (const [index, number] of taken.frames.entries()) {
      const child = children[number];
      const inner = child === undefined ? null : await takeChild(child, depth + 1);
      if (inner?.kind === 'too-large') return inner;
      text += (inner?.parts[0] ?? '') + (taken.parts[index + 1] ?? '');
      if (text.length > parts.limit) return { kind: 'too-large' };
    }
    return { kind: 'taken', parts: [text], frames: [], url: taken.url };
  };
  const takeChild = async (child: Place, depth: number): Promise<Taken | null> => {
    try {
      return await take(child, await within(frameMs, worldIn(parts, child)), depth);
    } catch {
      return null;
    }
  };
  return take(main, contextId, 0);
}

async function placeIn(tools: Tools, session: string): Promise<Place> {
  const { frameTree } = rootSchema.parse(await tools.send('Page.getFrameTree', {}, session));
  return { tree: frameTree, session };
}

async function worldIn({ tools, inPage }: FrameParts, { tree, session }: Place): Promise<number> {
  const world = await tools.send(
    'Page.createIsolatedWorld',
    { frameId: tree.frame.id, worldName },
    session,
  );
  const { executionContextId } = worldSchema.parse(world);
  const isThere = await tools.evaluate("typeof trawl === 'object'", executionContextId, session);
  if (isThere !== true) await tools.evaluate(`${inPage}; 0`, executionContextId, session);
  return executionContextId;
}

/** Gives the element of a frame its number; false if it stands in another document. */
async function number(
  tools: Tools,
  parent: Place,
  executionContextId: number,
  child: Place,
  number: number,
): Promise<boolean> {
  const { session } = parent;
  try {
    const frameId = child.tree.frame.id;
    const owner = await tools.send('DOM.getFrameOwner', { frameId }, session);
    const { backendNodeId } = ownerSchema.parse(owner);
    const node = await tools.send(
      'DOM.resolveNode',
      { backendNodeId, executionContextId },
      session,
    );
    const { objectId } = objectSchema.parse(node).object;
    await tools.send(
      'Runtime.callFunctionOn',
      {
        objectId,
        functionDeclaration: 'function (number) { trawl.number(this, number); }',
        arguments: [{ value: number }],
      },
      session,
    );
    return true;
  } catch {
    return false;
  }
}
