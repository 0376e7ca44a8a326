/**
 * How long a task of the page's thread may be at work. The aim is 50. More is borne, since the same
 * work takes several times as long where the processor is shared; the figures that are told say how
 * near a run came.
 */
export const mostWorkMs = 200;
