/** Constants shared by the parts of the picture: its measures in pixels, its colours, and the text style. */
export const width = 1000;
export const margin = 32;
export const ink = '#1b252b';
export const muted = '#5d6b75';
const family = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

export function write(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  look: {
    readonly size?: number;
    readonly weight?: number;
    readonly colour?: string;
    readonly align?: CanvasTextAlign;
  } = {},
): void {
  const { size = 14, weight = 400, colour = ink, align = 'left' } = look;
  ctx.font = `${weight} ${size}px ${family}`;
  ctx.fillStyle = colour;
  ctx.textAlign = align;
  ctx.fillText(text, x, y, width - 2 * margin);
}
